package ai.tidemark.core.sequential;

/** Sums of numbers given by their logarithms. */
final class LogSum {
  private LogSum() {}

  /** Returns ln of the sum of exp(terms[i]) over i in [0, n). */
  static double of(double[] terms, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, terms[i]);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += StrictMath.exp(terms[i] - largest);
    }
    return largest + StrictMath.log(sum);
  }

  /** Returns ln of (e^a + e^b) / 2. */
  static double half(double a, double b) {
    double larger = Math.max(a, b);
    double smaller = Math.min(a, b);
    return larger + StrictMath.log1p(StrictMath.exp(smaller - larger)) - StrictMath.log(2);
  }
}
