package ai.tidemark.core.law;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The exact law of a weighted sum over independent layers that are alike, from the list of all
 * values that one layer takes under equally likely keys.
 *
 * <p>Where the lattice of the sum is small its whole law is a {@link CaseTable}, by convolution.
 * Otherwise a tail is the inversion integral {@link TailContour}, right to rounding wherever the
 * layers' {@link Envelope}s show that the characteristic function beyond its main lobe is
 * negligible. Far out a tilted layer comes down to a few cases and its function does not fall:
 * there the table is made after all if that is bearable, else the Chernoff bound stands for the
 * value, which is too large by 3 to 7 in ln p and never too small. Immutable but for what is kept
 * to save work; safe for use by several threads.
 */
public final class LayerSum {
  private static final double CHEAP_STEPS = 1e7;
  private static final double MOST_STEPS = 4e8;
  private static final double ROUNDING = 1e-12; // of a bound, relative to 1 + |bound|

  private final long n;
  private final long step; // greatest common divisor of the weights
  private final long[] weights; // distinct, ascending, over the step
  private final int[] layers; // of that weight
  private final long total; // of all layers' weights, over the step
  private final int count; // layers
  private final Cases one;
  private final double steps; // of making the table
  private volatile @Nullable CaseTable table;

  /**
   * A law of layers of weight one.
   *
   * @param layers how many, at least 1
   * @param n tuples the values were counted over; asked for again by every method that takes n
   * @param cases how many of the equally likely keys give each value of one layer, from 0 on; at
   *     least one is positive
   */
  public LayerSum(int layers, long n, long[] cases) {
    this(Collections.nCopies(layers, 1L), n, cases);
  }

  /**
   * A law.
   *
   * @param weights of the layers, positive, at least one
   * @param n tuples the values were counted over; asked for again by every method that takes n
   * @param cases how many of the equally likely keys give each value of one layer, from 0 on; at
   *     least one is positive
   */
  public LayerSum(List<Long> weights, long n, long[] cases) {
    this.n = n;
    this.step = WeightedTail.lattice(weights).longValueExact();
    SortedMap<Long, Integer> groups = new TreeMap<>();
    long sum = 0;
    for (long weight : weights) {
      groups.merge(weight / step, 1, Integer::sum);
      sum = Math.addExact(sum, weight / step);
    }
    this.weights = groups.keySet().stream().mapToLong(Long::longValue).toArray();
    this.layers = groups.values().stream().mapToInt(Integer::intValue).toArray();
    this.total = sum;
    this.count = weights.size();
    this.one = new Cases(cases);
    Math.multiplyExact(Math.multiplyExact(total, step), (long) one.least() + one.range());
    this.steps = CaseTable.steps(one, this.weights, this.layers);
    this.table = steps <= CHEAP_STEPS ? new CaseTable(one, this.weights, this.layers) : null;
  }

  /**
   * Returns ln P(X &gt;= sum).
   *
   * @param sum at most {@link #most}
   */
  double lnUpper(long tuples, long sum) {
    long k = aboveLeast(tuples, sum);
    if (k <= 0) {
      return 0;
    }
    if (k == total * one.range()) {
      return lnTop();
    }
    CaseTable known = table;
    if (known != null) {
      return known.lnUpper(k);
    }
    double ln = contour(k);
    if (!Double.isNaN(ln)) {
      return ln;
    }
    if (steps <= MOST_STEPS) {
      CaseTable made = new CaseTable(one, weights, layers);
      table = made;
      return made.lnUpper(k);
    }
    return chernoff(k);
  }

  /** Returns the integral, or NaN where it is out of reach; for the tests' comparison. */
  double contour(long k) {
    CaseSum sum = new CaseSum(one, weights, layers);
    CaseWaves waves =
        new CaseWaves(sum, weights, layers, (double) total * one.range() + 1, (double) k);
    return TailContour.lnUpper(sum, k - total * one.mean(), waves);
  }

  /** Returns ln P(X = the largest sum). */
  private double lnTop() {
    return count * one.lnMass()[one.size() - 1];
  }

  /** Returns the Chernoff bound: the least of K(t) - t sum over t &gt;= 0. */
  double lnBound(long tuples, long sum) {
    long k = aboveLeast(tuples, sum);
    if (k <= 0) {
      return 0;
    }
    return k == total * one.range() ? lnTop() : chernoff(k);
  }

  private double chernoff(long k) {
    double bound = Saddle.bound(new CaseSum(one, weights, layers), k - total * one.mean());
    return Math.min(0, bound + ROUNDING * (1 - bound));
  }

  /** Returns how many lattice steps a sum is above the least one, rounded up. */
  long aboveLeast(long tuples, long sum) {
    require(tuples);
    long k = sum - total * step * one.least();
    if (k > total * step * one.range()) {
      throw new IllegalArgumentException(
          "no key gives these tuples a sum above " + most(tuples) + ", but sum is " + sum);
    }
    return k <= 0 ? 0 : (k + step - 1) / step;
  }

  /** Returns the largest sum any key gives. */
  double most(long tuples) {
    require(tuples);
    return (double) total * step * (one.least() + one.range());
  }

  double mean(long tuples) {
    require(tuples);
    return (double) total * step * (one.least() + one.mean());
  }

  double variance(long tuples) {
    require(tuples);
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      squares += layers[i] * (double) weights[i] * weights[i];
    }
    return squares * step * step * one.variance();
  }

  private void require(long tuples) {
    if (tuples != n) {
      throw new IllegalArgumentException(
          "this law belongs to one text of " + n + " tuples, but n is " + tuples);
    }
  }

  /** Returns whether the other is the same law of as many tuples. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LayerSum sum
        && n == sum.n
        && step == sum.step
        && Arrays.equals(weights, sum.weights)
        && Arrays.equals(layers, sum.layers)
        && one.equals(sum.one);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(n) + Arrays.hashCode(weights)) + one.hashCode();
  }

  /** Returns a short description; it does not list the cases. */
  @Override
  public String toString() {
    return "LayerSum["
        + count
        + " layers of weight "
        + weights[0] * step
        + ".."
        + weights[weights.length - 1] * step
        + ", n = "
        + n
        + ", values "
        + one.least()
        + ".."
        + (one.least() + one.range())
        + "]";
  }
}
