package ai.tidemark.core.multiplicity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down procedure (Holm 1979): adjusted p-values that keep the probability of any false
 * rejection at the level, under any dependence. For accusations.
 */
public final class Holm {
  private Holm() {}

  /**
   * Returns ln of the adjusted p-values, in the order given: for the i-th smallest of m, the
   * largest of min(1, (m - j + 1) p_(j)) over j = 1..i. Hypothesis i is rejected at level alpha iff
   * its adjusted ln p is at most ln alpha.
   *
   * @param lnP natural logarithms of the p-values, each (-inf, 0], shape [m], not modified
   */
  public static double[] adjust(double[] lnP) {
    int m = lnP.length;
    LogProbabilities.require(lnP);
    Integer[] order = IntStream.range(0, m).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> lnP[i]));
    double[] adjusted = new double[m];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < m; j++) {
      double charged = lnP[order[j]] + StrictMath.log((double) (m - j));
      largest = Math.max(largest, Math.min(0, charged));
      adjusted[order[j]] = largest;
    }
    return adjusted;
  }
}
