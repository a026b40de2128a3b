package ai.tidemark.core.power;

/**
 * Derivatives of digamma for x &gt;= 1, by the recurrence up to 12 and the asymptotic series there
 * (Abramowitz and Stegun 6.4.6, 6.4.11 to 6.4.14); error below 1e-13.
 */
final class Polygamma {
  private static final double LARGE = 12;

  private Polygamma() {}

  /** Returns psi'(x). */
  static double trigamma(double x) {
    double sum = 0;
    double y = x;
    for (; y < LARGE; y++) {
      sum += 1 / (y * y);
    }
    double s = 1 / (y * y);
    double tail = s * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s * (1.0 / 30 - s * 5 / 66))));
    return sum + (1 + 0.5 / y + tail) / y;
  }

  /** Returns psi''(x), negative. */
  static double tetragamma(double x) {
    double sum = 0;
    double y = x;
    for (; y < LARGE; y++) {
      sum += 2 / (y * y * y);
    }
    double s = 1 / (y * y);
    double tail = s * (0.5 - s * (1.0 / 6 - s * (1.0 / 6 - s * (0.3 - s * 5 / 6))));
    return -(sum + s * (1 + 1 / y + tail));
  }
}
