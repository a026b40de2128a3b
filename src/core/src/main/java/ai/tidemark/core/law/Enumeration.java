package ai.tidemark.core.law;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tail of a weighted sum of independent bits that has few different weights: over all counts of
 * ones at every weight but one, their probability times the binomial tail of the last. Exact
 * however fine the weights' common lattice is.
 */
final class Enumeration {
  private static final double MOST_TERMS = 2000;

  private final long[] weights; // distinct
  private final long[] bits;
  private final long successes;
  private final long of;
  private double largest = Double.NEGATIVE_INFINITY;
  private double sum;

  private Enumeration(long[] weights, long[] bits, long successes, long of) {
    this.weights = weights;
    this.bits = bits;
    this.successes = successes;
    this.of = of;
  }

  /**
   * Returns ln P(X &gt;= k), or NaN when it would take more than two thousand terms.
   *
   * @param weights positive
   * @param n tuples, each with one bit of every weight
   * @param k strictly between 0 and the largest sum
   * @param most n times the sum of the weights
   */
  static double lnUpper(
      long[] weights, long n, BigInteger k, BigInteger most, long successes, long of) {
    Map<Long, Long> groups = new TreeMap<>();
    for (long weight : weights) {
      groups.merge(weight, n, Long::sum);
    }
    long[] distinct = groups.keySet().stream().mapToLong(Long::longValue).toArray();
    long[] bits = groups.values().stream().mapToLong(Long::longValue).toArray();
    double terms = 1;
    for (int i = 0; i < bits.length - 1; i++) {
      terms *= bits[i] + 1.0;
    }
    if (terms > MOST_TERMS) {
      return Double.NaN;
    }
    boolean above =
        k.multiply(BigInteger.valueOf(of)).compareTo(most.multiply(BigInteger.valueOf(successes)))
            >= 0;
    if (above) {
      return new Enumeration(distinct, bits, successes, of).ln(k.longValueExact());
    }
    // X < k where most - X, the weight of the zeros, is at least most - k + 1
    long others = most.subtract(k).add(BigInteger.ONE).longValueExact();
    double lower = new Enumeration(distinct, bits, of - successes, of).ln(others);
    return 0.0 + StrictMath.log1p(-StrictMath.exp(lower));
  }

  private double ln(long k) {
    add(0, k, 0);
    return Math.min(0, largest + StrictMath.log(sum));
  }

  private void add(int layer, long missing, double ln) {
    if (layer == weights.length - 1) {
      long need = missing <= 0 ? 0 : (missing - 1) / weights[layer] + 1;
      if (need <= bits[layer]) {
        addTerm(ln + BinomialTail.lnUpper(bits[layer], need, successes, of));
      }
      return;
    }
    for (long i = 0; i <= bits[layer]; i++) {
      double mass = BinomialTail.lnMass(bits[layer], i, successes, of);
      add(layer + 1, missing - i * weights[layer], ln + mass);
    }
  }

  private void addTerm(double ln) {
    if (ln > largest) {
      sum = sum * StrictMath.exp(largest - ln) + 1;
      largest = ln;
    } else {
      sum += StrictMath.exp(ln - largest);
    }
  }
}
