package ai.tidemark.core.multiplicity;

import java.util.Arrays;

/**
 * The e-BH procedure (Wang and Ramdas 2022, "False discovery rate control with e-values"): keeps
 * the expected share of false discoveries at q under any dependence between the e-values. The
 * strict option beside {@link BenjaminiHochberg}.
 *
 * <p>An e-value of one document is {@link ai.tidemark.core.sequential.Mixture#lnE} of its n and S
 * at an n fixed before looking. The largest value that an e-process ever had is not one (Fischer
 * and Ramdas 2025) and must not be given here.
 */
public final class EBenjaminiHochberg {
  private EBenjaminiHochberg() {}

  /**
   * What is rejected: every e-value with ln e &gt;= {@code lnThreshold}.
   *
   * @param rejected how many
   * @param lnThreshold the smallest rejected ln e; infinity where nothing is
   */
  public record Decision(long rejected, double lnThreshold) {
    /** Returns whether this e-value is rejected. */
    public boolean rejects(double lnE) {
      return rejected > 0 && lnE >= lnThreshold;
    }
  }

  /**
   * Decides: the largest i such that the i-th largest e-value is at least total / (q i), and with
   * it all larger ones.
   *
   * @param large natural logarithms of all e-values of at least 1 / q, any order, shape [k], not
   *     modified; smaller ones may be among them and change nothing
   * @param total how many e-values there are, the small ones included; at least k
   * @param q level, in (0, 1)
   */
  public static Decision decide(double[] large, long total, double q) {
    if (total < large.length || !(q > 0 && q < 1)) {
      throw new IllegalArgumentException(
          "need total >= " + large.length + " and 0 < q < 1, but have " + total + ", " + q);
    }
    double[] sorted = large.clone();
    Arrays.sort(sorted);
    if (sorted.length > 0 && Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("ln e must be a number, but one is NaN");
    }
    for (int i = sorted.length; i >= 1; i--) {
      double lnE = sorted[sorted.length - i];
      if (lnE >= StrictMath.log(total / (q * i))) {
        return new Decision(i, lnE);
      }
    }
    return new Decision(0, Double.POSITIVE_INFINITY);
  }
}
