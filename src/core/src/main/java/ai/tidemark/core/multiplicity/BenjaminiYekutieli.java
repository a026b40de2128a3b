package ai.tidemark.core.multiplicity;

import ai.tidemark.core.gumbel.ExpectedScore;
import ai.tidemark.core.multiplicity.BenjaminiHochberg.Decision;

/**
 * The procedure of Benjamini and Hochberg at level q / (1 + 1/2 + ... + 1/total): keeps the false
 * discovery rate at q under any dependence (Benjamini and Yekutieli 2001, theorem 1.3). For
 * documents judged by anything but score sums.
 */
public final class BenjaminiYekutieli {
  private BenjaminiYekutieli() {}

  /**
   * Decides as {@link BenjaminiHochberg#decide} does, at the reduced level.
   *
   * @param small natural logarithms of all p-values of at most q, any order, shape [k], not
   *     modified
   * @param total how many p-values there are, the large ones included; at least k and at least 1
   * @param q level, in (0, 1)
   */
  public static Decision decide(double[] small, long total, double q) {
    return BenjaminiHochberg.decide(
        small, total, q / ExpectedScore.harmonic((double) Math.max(1, total)));
  }
}
