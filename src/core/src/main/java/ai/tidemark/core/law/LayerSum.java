package ai.tidemark.core.law;

/**
 * The exact law of a sum over independent layers that are alike, from the list of all values that
 * one layer takes under equally likely keys. All terms are positive and there are at most 65,536^60
 * equally likely cases, so plain doubles keep about 1e-13 of every tail. Immutable.
 */
public final class LayerSum {
  /** Most layers: beyond, the least probability would leave the range of doubles. */
  public static final int MOST_LAYERS = 60;

  private static final double STEEPEST = 64;

  private final int layers;
  private final long n;
  private final int least; // value of one layer at one[0]
  private final double[] one; // probability of least + i in one layer
  private final double[] below; // P(sum < layers least + i), shape [values + 1]
  private final double[] above; // P(sum >= layers least + i), shape [values + 1]
  private final double mean; // of one layer
  private final double variance;

  /**
   * A law.
   *
   * @param layers how many, in 1..60
   * @param n tuples the values were counted over; asked for again by every method that takes n
   * @param cases how many of the equally likely keys give each value of one layer, from 0 on; at
   *     least one is positive
   */
  public LayerSum(int layers, long n, long[] cases) {
    if (layers < 1 || layers > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "layers must be in 1.." + MOST_LAYERS + ", but are " + layers);
    }
    this.layers = layers;
    this.n = n;
    int from = 0;
    while (cases[from] == 0) {
      from++;
    }
    int to = cases.length;
    while (cases[to - 1] == 0) {
      to--;
    }
    double total = 0;
    for (int value = from; value < to; value++) {
      total += (double) cases[value];
    }
    this.least = from;
    this.one = new double[to - from];
    double first = 0;
    for (int i = 0; i < one.length; i++) {
      one[i] = (double) cases[from + i] / total;
      first += i * one[i];
    }
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      second += (i - first) * (i - first) * one[i];
    }
    this.mean = from + first;
    this.variance = second;
    double[] sum = power(one, layers);
    this.above = new double[sum.length + 1];
    for (int i = sum.length - 1; i >= 0; i--) {
      above[i] = above[i + 1] + sum[i];
    }
    this.below = new double[sum.length + 1];
    for (int i = 0; i < sum.length; i++) {
      below[i + 1] = below[i] + sum[i];
    }
  }

  private static double[] power(double[] law, int exponent) {
    double[] square = law;
    double[] power = {1};
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power = convolve(power, square);
      }
      if (left > 1) {
        square = convolve(square, square);
      }
    }
    return power;
  }

  private static double[] convolve(double[] a, double[] b) {
    double[] c = new double[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      double factor = a[i];
      for (int j = 0; j < b.length; j++) {
        c[i + j] += factor * b[j];
      }
    }
    return c;
  }

  /**
   * Returns ln P(X &gt;= sum).
   *
   * @param sum at most {@link #most}
   */
  double lnUpper(long tuples, long sum) {
    require(tuples);
    long i = sum - (long) layers * least;
    if (i <= 0) {
      return 0;
    }
    if (i >= above.length - 1) {
      throw new IllegalArgumentException(
          "no key gives these tuples a sum above " + most(tuples) + ", but sum is " + sum);
    }
    double upper = above[(int) i];
    return upper < 0.5 ? StrictMath.log(upper) : 0.0 + StrictMath.log1p(-below[(int) i]);
  }

  /**
   * Returns the Chernoff bound: the least of layers K(t) - t sum over t &gt;= 0, K of one layer.
   */
  double lnBound(long tuples, long sum) {
    require(tuples);
    double target = (double) sum / layers - least;
    double low = 0;
    double high = STEEPEST;
    if (target <= mean - least) {
      return 0;
    }
    for (int round = 0; round < 80; round++) {
      double middle = (low + high) / 2;
      if (tiltedMean(middle) < target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double total = 0;
    for (int i = 0; i < one.length; i++) {
      total += one[i] * StrictMath.exp(high * (i - target));
    }
    return Math.min(0, layers * StrictMath.log(total));
  }

  private double tiltedMean(double t) {
    double total = 0;
    double weighted = 0;
    for (int i = 0; i < one.length; i++) {
      double weight = one[i] * StrictMath.exp(t * (i - one.length + 1.0));
      total += weight;
      weighted += i * weight;
    }
    return weighted / total;
  }

  /** Returns the largest sum any key gives. */
  double most(long tuples) {
    require(tuples);
    return (double) layers * (least + one.length - 1);
  }

  double mean(long tuples) {
    require(tuples);
    return layers * mean;
  }

  double variance(long tuples) {
    require(tuples);
    return layers * variance;
  }

  private void require(long tuples) {
    if (tuples != n) {
      throw new IllegalArgumentException(
          "this law belongs to one text of " + n + " tuples, but n is " + tuples);
    }
  }
}
