package ai.tidemark.core.law;

import java.math.BigInteger;

/**
 * The upper tail P(X &gt;= k) of the binomial law in log space, for an exact rational success
 * probability p = successes / of.
 *
 * <p>With D the deviance and st the Stirling remainder (Loader 2000),
 *
 * <pre>
 * pmf(k) = exp(st(n) - st(k) - st(n-k) - D(k, np) - D(n-k, nq)) sqrt(n / (2 pi k (n-k)))
 * P(X &gt;= k) = I_p(k, n-k+1) = k q pmf(k) / F
 * </pre>
 *
 * where F is the contracted continued fraction of the incomplete beta function (Didonato and Morris
 * 1992, section 6), all of whose terms are positive from the mean on; it is used from three
 * standard deviations on and for n up to 64. Nearer to the mean the factor is {@link TailIntegral}.
 * Below the mean P(X &gt;= k) = 1 - P(n - X &gt;= n-k+1), the same tail with p and q exchanged.
 * Everything is made of k - np, computed from integers. Accuracy as for {@link GammaTail}; one step
 * of k moves ln p by far more than its error, so it never rises with k.
 */
public final class BinomialTail {
  private static final int FRACTION_ENDS = 64;
  private static final double HALF_LN_2_PI = 0.9189385332046728;
  private static final int MOST_STEPS = 10_000;

  private BinomialTail() {}

  /**
   * Returns ln P(X &gt;= k), X binomial.
   *
   * @param n trials, &gt;= 0
   * @param k in 0..n
   * @param successes numerator of p
   * @param of its denominator, above the numerator
   * @return natural logarithm, (-inf, 0]; 0 only for k = 0 or where p rounds to 1
   */
  public static double lnUpper(long n, long k, long successes, long of) {
    require(n, k, successes, of);
    if (k == 0) {
      return 0;
    }
    double difference = difference(n, k, successes, of);
    if (difference >= 0) {
      return upper(n, k, difference, successes, of);
    }
    long others = n - k + 1;
    double lower = upper(n, others, 1 - difference, of - successes, of);
    return 0.0 + StrictMath.log1p(-StrictMath.exp(lower));
  }

  /**
   * Returns the Chernoff bound ln P(X &gt;= k) &lt;= -n KL(k/n || p); 0 up to the mean.
   *
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper}
   */
  public static double lnBound(long n, long k, long successes, long of) {
    require(n, k, successes, of);
    double difference = difference(n, k, successes, of);
    if (difference <= 0) {
      return 0;
    }
    if (k == n) {
      return n * lnRatio(successes, of);
    }
    double p = (double) successes / of;
    return -deviances((double) n, (double) k, (double) (n - k), difference, p);
  }

  /**
   * Returns the logarithm of the mid-p P(X &gt; k) + P(X = k) / 2.
   *
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnMid(long n, long k, long successes, long of) {
    double atLeast = lnUpper(n, k, successes, of);
    double above = k == n ? Double.NEGATIVE_INFINITY : lnUpper(n, k + 1, successes, of);
    return Small.lnMean(atLeast, above);
  }

  private static void require(long n, long k, long successes, long of) {
    if (k < 0 || k > n) {
      throw new IllegalArgumentException("need 0 <= k <= n, but have k " + k + ", n " + n);
    }
    if (successes < 1 || successes >= of) {
      throw new IllegalArgumentException(
          "need 0 < successes < of, but have " + successes + " of " + of);
    }
  }

  /** Returns k - n p, rounded once. */
  private static double difference(long n, long k, long successes, long of) {
    BigInteger scaled =
        BigInteger.valueOf(k)
            .multiply(BigInteger.valueOf(of))
            .subtract(BigInteger.valueOf(n).multiply(BigInteger.valueOf(successes)));
    return scaled.doubleValue() / of;
  }

  /** Returns ln(a / b), accurate also near 1. */
  static double lnRatio(long a, long b) {
    double miss = (double) (b - a) / b;
    return miss < 0.5 ? StrictMath.log1p(-miss) : StrictMath.log((double) a / b);
  }

  /** Returns D(k, np) + D(n-k, nq) = n KL(k/n || p), 0 &lt; k &lt; n. */
  private static double deviances(double n, double k, double rest, double difference, double p) {
    return Deviance.of(k, n * p, -difference) + Deviance.of(rest, rest + difference, difference);
  }

  /** Returns ln P(X &gt;= k) for k &gt;= 1 not below the mean, difference = k - np. */
  private static double upper(long trials, long hits, double difference, long successes, long of) {
    if (hits == trials) {
      return trials * lnRatio(successes, of);
    }
    double p = (double) successes / of;
    double q = (double) (of - successes) / of;
    double n = (double) trials;
    double k = (double) hits;
    double rest = (double) (trials - hits);
    double front = // ln of k pmf(k)
        Deviance.remainder(n)
            - Deviance.remainder(k)
            - Deviance.remainder(rest)
            - deviances(n, k, rest, difference, p)
            - HALF_LN_2_PI
            + 0.5 * (StrictMath.log(n) + StrictMath.log(k) - StrictMath.log(rest));
    if (n <= FRACTION_ENDS || difference * difference >= 9 * n * p * q) {
      return front + StrictMath.log(q) - StrictMath.log(fraction(k, rest + 1, difference, p, q));
    }
    double slope = (difference - q) / (p * q);
    return front - StrictMath.log(p) + TailIntegral.ln(slope, k - 1, p, rest, q);
  }

  /**
   * Returns F = b0 + a1/(b1 + a2/(b2 + ...)) for I_p(a, b), by the modified Lentz method. Its terms
   * hold a q - b p = difference - p.
   */
  private static double fraction(double a, double b, double difference, double p, double q) {
    double lambda = difference + q; // a q - b p + 1
    double f = a * lambda / (a + 1);
    double c = f;
    double d = 0;
    for (int m = 1; m < MOST_STEPS; m++) {
      double odd = a + 2 * m - 1;
      double spread = m * (b - m) * p / odd;
      double above = (a + m - 1) * (a + b + m - 1) / odd * p * spread;
      double below = m + spread + (a + m) * (lambda + m * (1 + q)) / (a + 2 * m + 1);
      d = 1 / (below + above * d);
      c = below + above / c;
      double step = c * d;
      f *= step;
      if (Math.abs(step - 1) < 1e-16) {
        return f;
      }
    }
    throw new ArithmeticException("no convergence at a = " + a + ", b = " + b);
  }
}
