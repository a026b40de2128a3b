package ai.tidemark.core.multiplicity;

import java.util.Arrays;

/**
 * The global test of Simes (1986): p = min over i of total p_(i) / i. It asks whether any of many
 * documents depends on the key, and sees a few that depend on it wholly. Valid for independent
 * p-values and for those of score sums over shared tuples, which are positively regression
 * dependent (Sarkar 1998).
 */
public final class Simes {
  private Simes() {}

  /**
   * Returns ln of the global p-value, at most 0.
   *
   * <p>With all p-values given it is exact. With only those of at most some cut given, it is exact
   * wherever it is below the cut: a larger p-value cannot bring it down to there. Otherwise it is
   * an upper bound.
   *
   * @param small natural logarithms of all p-values of at most some cut, any order, shape [k], not
   *     modified
   * @param total how many p-values there are, the large ones included; at least k
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnP(double[] small, long total) {
    LogProbabilities.require(small);
    if (total < small.length) {
      throw new IllegalArgumentException("need total >= " + small.length + ", but have " + total);
    }
    double[] sorted = small.clone();
    Arrays.sort(sorted);
    double least = 0;
    for (int i = 1; i <= sorted.length; i++) {
      least = Math.min(least, sorted[i - 1] + StrictMath.log((double) total / i));
    }
    return least;
  }
}
