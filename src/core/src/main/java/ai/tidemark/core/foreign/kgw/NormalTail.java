package ai.tidemark.core.foreign.kgw;

/** The upper tail of the standard normal law, for detectors that print it. */
public final class NormalTail {
  private static final double ROOT_PI = 1.772453850905516;
  private static final int TERMS = 120;

  private NormalTail() {}

  /** Returns P(Z >= z) with a relative error below 1e-13 for |z| &lt; 38. */
  public static double of(double z) {
    double upper = complement(Math.abs(z) / StrictMath.sqrt(2)) / 2;
    return z < 0 ? 1 - upper : upper;
  }

  /**
   * Returns erfc(x), x >= 0: below 1.5 by the series of erf (Abramowitz and Stegun 7.1.6), above by
   * Laplace's continued fraction (7.1.14), from its tail inward.
   */
  private static double complement(double x) {
    if (x < 1.5) {
      double term = x;
      double sum = x;
      for (int i = 1; term > sum * 0x1p-60; i++) {
        term *= 2 * x * x / (2 * i + 1);
        sum += term;
      }
      return 1 - 2 / ROOT_PI * StrictMath.exp(-x * x) * sum;
    }
    double fraction = x;
    for (int i = TERMS; i >= 1; i--) {
      fraction = x + i / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / (ROOT_PI * fraction);
  }
}
