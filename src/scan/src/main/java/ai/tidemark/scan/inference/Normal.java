package ai.tidemark.scan.inference;

/**
 * The standard normal law, to about seven digits: for powers and intervals, never for a p-value.
 */
public final class Normal {
  private Normal() {}

  /** Returns P(Z &lt;= z); Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
  public static double cdf(double z) {
    double x = Math.abs(z);
    double t = 1 / (1 + 0.2316419 * x);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double upper = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI) * polynomial;
    return z >= 0 ? 1 - upper : upper;
  }

  /**
   * Returns the z with cdf(z) = p, by bisection.
   *
   * @param p in (0, 1)
   */
  public static double quantile(double p) {
    double low = -9;
    double high = 9;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cdf(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
