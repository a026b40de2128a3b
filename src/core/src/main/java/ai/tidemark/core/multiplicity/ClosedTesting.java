package ai.tidemark.core.multiplicity;

import java.util.Arrays;

/**
 * "At least L of these documents depend on the key, with confidence 1 - alpha", for every set of
 * documents at once, chosen before or after looking: closed testing with Simes tests (Goeman and
 * Solari 2011; the short cut is of Goeman, Meijer, Krebs and Solari 2019, "Simultaneous control of
 * all false discovery proportions in large-scale multiple hypothesis testing").
 *
 * <p>Let h be the size of the largest set that its Simes test does not reject; the sets to look at
 * are those of the i largest p-values, and if one is not rejected no smaller one is, so bisection
 * finds h. Then of the set R at least
 *
 * <pre>
 * max over u in 1..|R| of  1 - u + #{i in R : h p_i &lt;= u alpha}
 * </pre>
 *
 * are true findings. Valid wherever {@link Simes} is.
 *
 * <p>Only p-values of at most alpha can count, so those are all that is kept.
 */
public final class ClosedTesting {
  /** A hair above rounding error; moves ties to the side that claims less. */
  private static final double ROUNDING = 1e-12;

  private final double lnAlpha;
  private final long unrejected;

  private ClosedTesting(double lnAlpha, long unrejected) {
    this.lnAlpha = lnAlpha;
    this.unrejected = unrejected;
  }

  /**
   * Prepares the bound.
   *
   * @param small natural logarithms of all p-values of at most alpha, any order, shape [k], not
   *     modified; larger ones may be among them and change nothing
   * @param total how many p-values there are, the large ones included; at least k
   * @param alpha 1 - confidence, in (0, 1)
   */
  public static ClosedTesting of(double[] small, long total, double alpha) {
    LogProbabilities.require(small);
    if (total < small.length || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "need total >= " + small.length + " and 0 < alpha < 1, but have " + total + ", " + alpha);
    }
    double lnAlpha = StrictMath.log(alpha);
    double[] sorted = Arrays.stream(small).filter(lnP -> lnP <= lnAlpha).sorted().toArray();
    double[] lnRank = new double[sorted.length + 1];
    for (int j = 1; j <= sorted.length; j++) {
      lnRank[j] = StrictMath.log((double) j);
    }
    return new ClosedTesting(lnAlpha, largestUnrejected(sorted, lnRank, total, lnAlpha));
  }

  private static long largestUnrejected(
      double[] sorted, double[] lnRank, long total, double lnAlpha) {
    long low = 0;
    long high = total + 1;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (rejected(sorted, lnRank, total, middle, lnAlpha)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** Whether Simes rejects the {@code size} largest of all p-values. */
  private static boolean rejected(
      double[] sorted, double[] lnRank, long total, long size, double lnAlpha) {
    double limit = lnAlpha - StrictMath.log((double) size);
    long smaller = total - size;
    for (long j = 1; smaller + j <= sorted.length; j++) {
      if (sorted[(int) (smaller + j - 1)] <= lnRank[(int) j] + limit) {
        return true;
      }
    }
    return false;
  }

  /** Returns h, an upper bound on how many of all hypotheses are true nulls; confidence 1-alpha. */
  public long mostNulls() {
    return unrejected;
  }

  /**
   * Returns how many of a set depend on the key at least.
   *
   * @param selected natural logarithms of the p-values of the set, any order, shape [|R|], not
   *     modified; every p-value of the set, or at least those of at most alpha: leaving some out
   *     can only lower the bound
   * @return L, in 0..|R|
   */
  public long atLeast(double[] selected) {
    LogProbabilities.require(selected);
    double[] sorted = selected.clone();
    Arrays.sort(sorted);
    if (unrejected == 0) {
      return sorted.length;
    }
    double scale = StrictMath.log((double) unrejected) - lnAlpha;
    long most = 0;
    for (int i = 1; i <= sorted.length; i++) {
      double u = StrictMath.exp(sorted[i - 1] + scale) * (1 + ROUNDING);
      if (u > i) {
        continue; // would claim less than nothing
      }
      most = Math.max(most, 1 - Math.max(1, (long) Math.ceil(u)) + i);
    }
    return most;
  }
}
