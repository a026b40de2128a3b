package ai.tidemark.core.multiplicity;

import java.util.Arrays;

/**
 * The step-up procedure of Benjamini and Hochberg (1995): keeps the expected share of false
 * discoveries at q. Valid for documents that share tuples: their score sums are positively
 * regression dependent under the null (Benjamini and Yekutieli 2001).
 *
 * <p>Only p-values of at most q can be rejected, since the largest threshold is q itself; so a scan
 * keeps those, counts the rest, and decides exactly at the end.
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * What is rejected: every p-value with ln p &lt;= {@code lnThreshold}.
   *
   * @param rejected how many
   * @param lnThreshold the largest rejected ln p; negative infinity where nothing is
   */
  public record Decision(long rejected, double lnThreshold) {
    /** Returns whether this p-value is rejected. */
    public boolean rejects(double lnP) {
      return rejected > 0 && lnP <= lnThreshold;
    }
  }

  /**
   * Decides: the largest i with p_(i) &lt;= q i / total, and with it all smaller ones.
   *
   * @param small natural logarithms of all p-values of at most q, any order, shape [k], not
   *     modified; larger ones may be among them and change nothing
   * @param total how many p-values there are, the large ones included; at least k
   * @param q level, in (0, 1)
   */
  public static Decision decide(double[] small, long total, double q) {
    LogProbabilities.require(small);
    if (total < small.length || !(q > 0 && q < 1)) {
      throw new IllegalArgumentException(
          "need total >= " + small.length + " and 0 < q < 1, but have " + total + ", " + q);
    }
    double[] sorted = small.clone();
    Arrays.sort(sorted);
    for (int i = sorted.length; i >= 1; i--) {
      if (sorted[i - 1] <= StrictMath.log(q * i / total)) {
        return new Decision(i, sorted[i - 1]);
      }
    }
    return new Decision(0, Double.NEGATIVE_INFINITY);
  }
}
