package ai.tidemark.core.law;

/**
 * The two pieces from which the saddle-point form of a probability is put together without
 * cancellation (Loader 2000, "Fast and accurate computation of binomial probabilities"): the
 * deviance D(x, m) = x ln(x / m) + m - x and the Stirling remainder. {@link StrictMath} only, so
 * that every machine gives the same bits.
 */
final class Deviance {
  private static final int EXACT_BELOW = 16;
  private static final double[] REMAINDERS = remainders();

  private Deviance() {}

  /**
   * Returns D(x, m) = x ln(x / m) + m - x, at least 0, to a few ulp.
   *
   * @param x positive
   * @param m positive
   * @param difference m - x; given apart because the rounded x and m may have lost it
   */
  static double of(double x, double m, double difference) {
    double e = difference / x;
    return -0.5 <= e && e <= 1 ? x * excess(e) : x * StrictMath.log(x / m) + difference;
  }

  /**
   * Returns e - ln(1 + e), at least 0, to a few ulp also near 0: with r = e / (2 + e), ln(1 + e) =
   * 2 artanh r, and e - 2 r = e r.
   *
   * @param e above -1
   */
  static double excess(double e) {
    if (e < -0.5 || e > 1) {
      return e - StrictMath.log1p(e);
    }
    double r = e / (2 + e);
    double square = r * r; // at most 1/9
    double series = 0;
    double power = 1;
    for (int k = 3; power > 1e-18; k += 2) {
      series += power / k;
      power *= square;
    }
    return r * (e - 2 * square * series);
  }

  /**
   * Returns the Stirling remainder ln Gamma(x + 1) - (x ln x - x + ln(2 pi x) / 2), to 1e-16
   * absolute (Abramowitz and Stegun 6.1.41 from 16 on, a table or its recurrence below).
   *
   * @param x positive
   */
  static double remainder(double x) {
    if (x < EXACT_BELOW) {
      return x == (int) x ? REMAINDERS[(int) x] : step(x) + remainder(x + 1);
    }
    double s = 1 / (x * x);
    return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / x;
  }

  /** Returns remainder(x) - remainder(x + 1) = (x + 1/2) ln(1 + 1/x) - 1, by series in 1/(2x+1). */
  private static double step(double x) {
    double r = 1 / (2 * x + 1);
    double square = r * r;
    if (square > 1.0 / 9) {
      return (x + 0.5) * StrictMath.log1p(1 / x) - 1;
    }
    double sum = 0;
    double power = square;
    for (int k = 3; power > 1e-18; k += 2) {
      sum += power / k;
      power *= square;
    }
    return sum;
  }

  private static double[] remainders() {
    double[] table = new double[EXACT_BELOW];
    double above = remainder(EXACT_BELOW);
    for (int x = EXACT_BELOW - 1; x >= 1; x--) {
      above += step(x);
      table[x] = above;
    }
    return table;
  }
}
