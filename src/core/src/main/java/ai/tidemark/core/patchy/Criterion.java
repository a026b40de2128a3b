package ai.tidemark.core.patchy;

/**
 * How far the empirical distribution F_n of many p-values lies above the uniform one, at the place
 * where it is farthest: sup over r of n-scaled distance between F_n(r) and r, only where F_n(r)
 * &gt;= r. Small p-values that are too many show, without a guess of how many or how small.
 *
 * <p>The supremum is taken over order statistics: all of the 1,024 smallest p-values, then ranks in
 * ratios of 1 + 1/128. The null table uses the same ranks, so the test is exact for the statistic
 * as it is defined here. Every statistic falls when any p-value rises; so conservative p-values
 * (discrete laws) keep it valid.
 */
public enum Criterion {
  /**
   * Higher criticism (Donoho and Jin 2004): sqrt(n) (F - r) / sqrt(r (1-r)) over the smaller half
   * of the p-values, r at least 1/n ("HC+").
   */
  HIGHER_CRITICISM {
    @Override
    double floor(int n) {
      return 1.0 / n;
    }

    @Override
    int lastRank(int n) {
      return Math.max(1, n / 2);
    }

    @Override
    double distance(int n, double share, double r) {
      return StrictMath.sqrt(n / (r * (1 - r))) * (share - r);
    }
  },

  /**
   * Tr-GoF, the truncated goodness of fit test of Li, Ruan, Wang, Long and Su (2025) with s = 2: n
   * K over r in [n^-2, 1], K = (F - r)^2 / (2 r (1-r)) (phi-divergence of Jager and Wellner 2007).
   *
   * <p>Its null has the tail of 1 / (2 n p_(1)), P(T &gt; x) about 1 / (2x): for levels below 1e-2
   * the smallest p-value drowns the rest, and {@link #HIGHER_CRITICISM} sees more.
   */
  TR_GOF {
    @Override
    double floor(int n) {
      return 1.0 / n / n;
    }

    @Override
    int lastRank(int n) {
      return n;
    }

    @Override
    double distance(int n, double share, double r) {
      return n * (share - r) * (share - r) / (2 * r * (1 - r));
    }
  };

  abstract double floor(int n);

  abstract int lastRank(int n);

  /** Called with r &lt; share only. */
  abstract double distance(int n, double share, double r);

  /**
   * Returns the statistic.
   *
   * @param sortedLnP natural logarithms of the p-values of n documents, ascending, each (-inf, 0],
   *     shape [n], n &gt;= 1, not modified. Independent under the null: each tuple owned by one
   *     document
   * @return at least 0
   */
  public double of(double[] sortedLnP) {
    for (int i = 0; i < sortedLnP.length; i++) {
      if (!(sortedLnP[i] <= 0) || (i > 0 && sortedLnP[i] < sortedLnP[i - 1])) {
        throw new IllegalArgumentException(
            "lnP must ascend and be at most 0, but lnP[" + i + "] is " + sortedLnP[i]);
      }
    }
    int[] ranks = Ranks.of(sortedLnP.length);
    double[] p = new double[ranks.length];
    for (int k = 0; k < ranks.length; k++) {
      p[k] = StrictMath.exp(sortedLnP[ranks[k] - 1]);
    }
    return at(sortedLnP.length, ranks, p);
  }

  /** Returns the statistic of the p-values at the ranks. */
  double at(int n, int[] ranks, double[] p) {
    double floor = floor(n);
    double most = 0;
    for (int k = 0; k < ranks.length && ranks[k] <= lastRank(n); k++) {
      double share = (double) ranks[k] / n;
      double r = Math.max(p[k], floor);
      if (r < share) {
        most = Math.max(most, distance(n, share, r));
      }
    }
    return most;
  }
}
