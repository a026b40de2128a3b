package ai.tidemark.core.law;

/**
 * The whole law of a weighted sum over independent layers of one law, by convolution. All terms are
 * positive, so plain doubles keep about 1e-13 of every tail as long as the least probability is
 * within their range. Immutable.
 */
final class CaseTable {
  private static final double LN_LEAST = -690; // e^-690 is a normal double

  private final double[] below; // P(sum < i), shape [values + 1]
  private final double[] above; // P(sum >= i)

  /**
   * @param weights distinct, ascending
   * @param layers how many layers have that weight
   */
  CaseTable(Cases one, long[] weights, int[] layers) {
    double[] law = {1};
    for (int i = 0; i < weights.length; i++) {
      law = spread(law, power(one.dense(), layers[i]), (int) weights[i]);
    }
    above = new double[law.length + 1];
    for (int i = law.length - 1; i >= 0; i--) {
      above[i] = above[i + 1] + law[i];
    }
    below = new double[law.length + 1];
    for (int i = 0; i < law.length; i++) {
      below[i + 1] = below[i] + law[i];
    }
  }

  /**
   * Returns about how many multiplications a table takes; infinite where the least probability
   * would leave the range of doubles.
   */
  static double steps(Cases one, long[] weights, int[] layers) {
    double steps = 0;
    double span = 0;
    int all = 0;
    for (int i = 0; i < weights.length; i++) {
      double width = (double) layers[i] * one.range() + 1;
      double kept = layers[i] == 1 ? one.size() : width;
      steps += layers[i] == 1 ? 0 : width * width / 2;
      steps += span * kept;
      span += weights[i] * (width - 1);
      all += layers[i];
    }
    boolean isInRange = all * one.lnRarest() > LN_LEAST;
    return isInRange ? steps + span : Double.POSITIVE_INFINITY;
  }

  private static double[] power(double[] law, int exponent) {
    double[] square = law;
    double[] power = {1};
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power = spread(power, square, 1);
      }
      if (left > 1) {
        square = spread(square, square, 1);
      }
    }
    return power;
  }

  /** Returns the law of a + weight b. */
  private static double[] spread(double[] a, double[] b, int weight) {
    double[] c = new double[a.length + weight * (b.length - 1)];
    for (int j = 0; j < b.length; j++) {
      double factor = b[j];
      int from = j * weight;
      if (factor != 0) {
        for (int i = 0; i < a.length; i++) {
          c[from + i] += factor * a[i];
        }
      }
    }
    return c;
  }

  /**
   * Returns ln P(X &gt;= k).
   *
   * @param k above the least sum, in 1..largest
   */
  double lnUpper(long k) {
    int i = (int) k;
    return above[i] < 0.5 ? StrictMath.log(above[i]) : 0.0 + StrictMath.log1p(-below[i]);
  }
}
