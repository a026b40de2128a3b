package ai.tidemark.core.patchy;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a {@link Criterion} gives for n independent uniform p-values, by simulation: the null
 * distribution is the same for every scheme, so one table serves for each n. Deterministic in its
 * seed.
 *
 * <p>Order statistics of uniforms are partial sums of exponentials over their total (Renyi 1953);
 * between two ranks a gap of k is one Gamma(k) draw (Marsaglia and Tsang 2000), so a replicate for
 * n = 10^6 takes about 1,900 draws, not 10^6.
 */
public final class NullTable {
  private final Criterion criterion;
  private final int n;
  private final double[] sorted;

  private NullTable(Criterion criterion, int n, double[] sorted) {
    this.criterion = criterion;
    this.n = n;
    this.sorted = sorted;
  }

  /**
   * Simulates.
   *
   * @param n how many p-values, at least 1
   * @param replicates B, at least 1; no p-value below 1 / (B+1) can come of it
   * @param seed of the simulation
   */
  public static NullTable of(Criterion criterion, int n, int replicates, long seed) {
    if (replicates < 1) {
      throw new IllegalArgumentException("replicates must be at least 1, but are " + replicates);
    }
    int[] ranks = Ranks.of(n);
    SplittableRandom random = new SplittableRandom(seed);
    double[] p = new double[ranks.length];
    double[] sorted = new double[replicates];
    for (int b = 0; b < replicates; b++) {
      uniforms(random, n, ranks, p);
      sorted[b] = criterion.at(n, ranks, p);
    }
    Arrays.sort(sorted);
    return new NullTable(criterion, n, sorted);
  }

  private static void uniforms(SplittableRandom random, int n, int[] ranks, double[] p) {
    double total = 0;
    int last = 0;
    for (int k = 0; k < ranks.length; k++) {
      total += Gammas.draw(random, ranks[k] - last);
      p[k] = total;
      last = ranks[k];
    }
    total += Gammas.draw(random, n + 1 - last);
    for (int k = 0; k < ranks.length; k++) {
      p[k] /= total;
    }
  }

  /**
   * Returns the natural logarithm of (1 + replicates at least as large) / (B + 1), which is an
   * exact p-value: under the null the observed statistic is exchangeable with the replicates.
   *
   * @param sortedLnP as {@link Criterion#of} takes them, shape [n]
   */
  public double lnP(double[] sortedLnP) {
    if (sortedLnP.length != n) {
      throw new IllegalArgumentException(
          "this table is for n = " + n + ", but there are " + sortedLnP.length + " p-values");
    }
    return lnP(criterion.of(sortedLnP));
  }

  /** Returns ln p of a statistic. */
  double lnP(double statistic) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= statistic) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return StrictMath.log((1.0 + sorted.length - low) / (sorted.length + 1.0));
  }

  /**
   * Returns the statistic above which ln p is at most lnAlpha; infinity where no statistic gets
   * there.
   *
   * @param lnAlpha negative
   */
  public double critical(double lnAlpha) {
    int above = (int) (StrictMath.exp(lnAlpha) * (sorted.length + 1.0) * (1 + 1e-12)) - 1;
    return above < 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - 1 - above];
  }

  /** Returns the smallest ln p that this table can give, -ln(B + 1). */
  public double lnLeast() {
    return -StrictMath.log(sorted.length + 1.0);
  }
}
