package ai.tidemark.core.law;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The upper tail of sum over layers of weight times the ones among n distinct entries of a table,
 * layers independent, in log space: tournament sampling through a table. Each layer's count is
 * hypergeometric; the sum's tail is an exact {@link Convolution} where n is small, otherwise the
 * inversion integral {@link TailContour} over the exact probabilities of the counts. One layer, and
 * n = 1, where the counts are bits, have exact laws of their own.
 */
public final class TableTail {
  private static final long FEW = 64; // counts that a layer can have, for a convolution

  private TableTail() {}

  /**
   * Returns ln P(X &gt;= sum).
   *
   * @param weights of the layers, positive
   * @param n distinct entries, in 0..size
   * @param sum at most the largest possible one; where p is 1, 0 is returned
   * @param ones in the table, in 1..size-1
   * @param size of the table
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnUpper(List<Long> weights, long n, BigInteger sum, int ones, int size) {
    if (n == 1) {
      return WeightedTail.lnUpper(weights, n, sum, ones, size);
    }
    require(weights, n, ones, size);
    BigInteger step = WeightedTail.lattice(weights);
    BigInteger k = WeightedTail.upTo(sum, step);
    BigInteger total = BigInteger.ZERO; // of the weights
    Map<Long, Integer> groups = new TreeMap<>();
    for (long weight : weights) {
      total = total.add(BigInteger.valueOf(weight / step.longValueExact()));
      groups.merge(weight / step.longValueExact(), 1, Integer::sum);
    }
    long most = Math.min(n, ones);
    long least = Math.max(0, n - (size - ones));
    if (k.compareTo(total.multiply(BigInteger.valueOf(least))) <= 0) {
      return 0;
    }
    int atMost = k.compareTo(total.multiply(BigInteger.valueOf(most)));
    if (atMost > 0) {
      throw new IllegalArgumentException(
          "the sum must be at most "
              + total.multiply(BigInteger.valueOf(most)).multiply(step)
              + ", but is "
              + sum);
    }
    if (atMost == 0) {
      return weights.size() * HypergeometricTail.lnMass(n, most, ones, size);
    }
    if (weights.size() == 1) {
      return HypergeometricTail.lnUpper(n, k.longValueExact(), ones, size);
    }
    double d = difference(k, n, total, ones, size);
    BigInteger aboveLeast = k.subtract(total.multiply(BigInteger.valueOf(least)));
    double exact = Double.NaN;
    if (most - least <= FEW) {
      double[] law = new double[(int) (most - least) + 1];
      Arrays.setAll(law, i -> StrictMath.exp(HypergeometricTail.lnMass(n, least + i, ones, size)));
      long step0 = step.longValueExact();
      long[] reduced = weights.stream().mapToLong(weight -> weight / step0).toArray();
      exact = Convolution.lnUpper(reduced, law, aboveLeast, d >= 0);
    }
    if (!Double.isNaN(exact)) {
      return exact;
    }
    double span = total.doubleValue() * (most - least) + 1;
    double below = aboveLeast.doubleValue();
    long[] distinct = groups.keySet().stream().mapToLong(Long::longValue).toArray();
    int[] layers = groups.values().stream().mapToInt(Integer::intValue).toArray();
    CountSum counts = new CountSum(distinct, layers, (int) n, ones, size);
    Waves waves = new Waves(distinct, counts::variances, span, below);
    return waves.lnUpper(counts, d);
  }

  /**
   * Returns a Chernoff bound: that of independent bits, which drawing without replacement never
   * exceeds (Hoeffding 1963, section 6).
   *
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper}
   */
  public static double lnBound(List<Long> weights, long n, BigInteger sum, int ones, int size) {
    require(weights, n, ones, size);
    return WeightedTail.lnBound(weights, n, sum, ones, size);
  }

  private static void require(List<Long> weights, long n, int ones, int size) {
    if (ones < 1 || ones >= size || weights.isEmpty()) {
      throw new IllegalArgumentException(
          "need a weight and 0 < ones < size, but have " + ones + " of " + size);
    }
    if (n < 0 || n > size) {
      throw new IllegalArgumentException(
          "n must be in 0..the size of the table, " + size + ", but is " + n);
    }
  }

  private static double difference(BigInteger k, long n, BigInteger total, int ones, int size) {
    BigInteger mean = total.multiply(BigInteger.valueOf(n)).multiply(BigInteger.valueOf(ones));
    return k.multiply(BigInteger.valueOf(size)).subtract(mean).doubleValue() / size;
  }
}
