package ai.tidemark.core.law;

/** Differences of elementary functions from the start of their series, without cancellation. */
final class Small {
  private Small() {}

  /** Returns e^x - 1 - x. */
  static double expRest(double x) {
    if (Math.abs(x) > 1) {
      return StrictMath.expm1(x) - x;
    }
    double term = x * x / 2;
    double sum = term;
    for (int k = 3; Math.abs(term) > Math.abs(sum) * 1e-17; k++) {
      term *= x / k;
      sum += term;
    }
    return sum;
  }

  /** Returns x - sin x. */
  static double sinRest(double x) {
    if (Math.abs(x) > 1) {
      return x - StrictMath.sin(x);
    }
    double square = x * x;
    double term = x * square / 6;
    double sum = term;
    for (int k = 4; Math.abs(term) > Math.abs(sum) * 1e-17; k += 2) {
      term *= -square / (k * (k + 1));
      sum += term;
    }
    return sum;
  }

  /** Returns x - atan x. */
  static double atanRest(double x) {
    if (Math.abs(x) > 0.25) {
      return x - StrictMath.atan(x);
    }
    double square = x * x;
    double power = x * square;
    double sum = power / 3;
    for (int k = 5; Math.abs(power) > Math.abs(sum) * 1e-17; k += 2) {
      power *= -square;
      sum += power / k;
    }
    return sum;
  }

  /** Returns ln((e^a + e^b) / 2), for the mid-p of two neighbouring tails. */
  static double lnMean(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    // (1 + e^-gap) / 2 = 1 + (e^-gap - 1) / 2
    return high + StrictMath.log1p(StrictMath.expm1(low - high) / 2);
  }
}
