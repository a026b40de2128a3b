package ai.tidemark.core.law;

import java.math.BigInteger;

/**
 * The probability P(X = k) of the binomial law in log space, for an exact rational success
 * probability: the saddle-point form of Loader (2000) given at {@link BinomialTail}.
 */
public final class BinomialPoint {
  private static final double LN_2_PI = 1.8378770664093453;

  private BinomialPoint() {}

  /**
   * Returns ln P(X = k), X binomial; relative error of the probability about 1e-14 times the number
   * of standard deviations from the mean, squared.
   *
   * @param n trials, &gt;= 0
   * @param k in 0..n
   * @param successes numerator of p
   * @param of its denominator, above the numerator
   * @return natural logarithm, (-inf, 0]
   */
  public static double ln(long n, long k, long successes, long of) {
    if (k < 0 || k > n || successes < 1 || successes >= of) {
      throw new IllegalArgumentException(
          "need 0 <= k <= n and 0 < successes < of, but have k "
              + k
              + ", n "
              + n
              + ", "
              + successes
              + " of "
              + of);
    }
    double p = (double) successes / of;
    double q = (double) (of - successes) / of;
    if (k == 0) {
      return 0.0 + n * lnOf(q, p);
    }
    if (k == n) {
      return n * lnOf(p, q);
    }
    double difference =
        BigInteger.valueOf(k)
                .multiply(BigInteger.valueOf(of))
                .subtract(BigInteger.valueOf(n).multiply(BigInteger.valueOf(successes)))
                .doubleValue()
            / of;
    double hits = (double) k;
    double rest = (double) (n - k);
    return Deviance.remainder((double) n)
        - Deviance.remainder(hits)
        - Deviance.remainder(rest)
        - Deviance.of(hits, n * p, -difference)
        - Deviance.of(rest, rest + difference, difference)
        + 0.5
            * (StrictMath.log((double) n) - LN_2_PI - StrictMath.log(hits) - StrictMath.log(rest));
  }

  /** Returns ln x where other = 1 - x, accurate also near 1. */
  private static double lnOf(double x, double other) {
    return other < 0.5 ? StrictMath.log1p(-other) : StrictMath.log(x);
  }
}
