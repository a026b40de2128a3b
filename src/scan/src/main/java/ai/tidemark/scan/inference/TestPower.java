package ai.tidemark.scan.inference;

import ai.tidemark.core.law.GammaTail;

/**
 * What a test of n counted tuples can see. Text of which a share eps is marked scores {@code 1 +
 * eps excess} nats per tuple in the mean; the sum is taken as normal, its variance as if marked
 * scores were exponential. The critical value comes from the exact null law.
 */
public final class TestPower {
  private TestPower() {}

  /**
   * Returns the probability that the test rejects.
   *
   * @param n counted tuples
   * @param share of them that is marked, [0, 1]
   * @param excess nats per marked tuple above 1
   * @param lnAlpha natural logarithm of the level, below 0
   */
  public static double power(long n, double share, double excess, double lnAlpha) {
    if (n == 0) {
      return 0;
    }
    double mean = n * (1 + share * excess);
    double sd = StrictMath.sqrt(n * variance(share, excess));
    return Normal.cdf((mean - critical(n, lnAlpha)) / sd);
  }

  /** Returns the variance of one score when a share of the tuples is marked. */
  static double variance(double share, double excess) {
    double marked = (1 + excess) * (1 + excess);
    return (1 - share) + share * marked + share * (1 - share) * excess * excess;
  }

  /** Returns the least n whose power is at least one half when every tuple is marked. */
  public static long leastTuples(double excess, double lnAlpha) {
    long high = 1;
    while (power(high, 1, excess, lnAlpha) < 0.5) {
      high *= 2;
    }
    long low = high / 2;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (power(middle, 1, excess, lnAlpha) < 0.5) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * Returns the least share that is seen with a given power; above 1 if even all of it is not.
   *
   * @param power in (0.5, 1)
   */
  public static double detectableShare(long n, double excess, double lnAlpha, double power) {
    if (n == 0) {
      return 2;
    }
    double low = 0;
    double high = 2;
    double critical = critical(n, lnAlpha);
    double z = Normal.quantile(power);
    for (int i = 0; i < 60; i++) {
      double share = (low + high) / 2;
      double sd = StrictMath.sqrt(n * variance(Math.min(1, share), excess));
      if (n * (1 + share * excess) - critical < z * sd) {
        low = share;
      } else {
        high = share;
      }
    }
    return high;
  }

  /** Returns the least s with ln Q(n, s) &lt;= lnAlpha. */
  static double critical(long n, double lnAlpha) {
    double low = n;
    double high = 2.0 * n - 4 * lnAlpha;
    while (GammaTail.lnQ(n, high) > lnAlpha) {
      high *= 2;
    }
    for (int i = 0; i < 60 && high - low > 1e-9 * high; i++) {
      double middle = (low + high) / 2;
      if (GammaTail.lnQ(n, middle) > lnAlpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
