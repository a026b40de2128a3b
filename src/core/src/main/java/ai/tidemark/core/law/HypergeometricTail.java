package ai.tidemark.core.law;

import java.math.BigInteger;

/**
 * The upper tail of the hypergeometric law in log space: greens among n distinct tokens of a
 * vocabulary with one fixed list.
 *
 * <p>With f = n / vocabulary and b the binomial probability in its saddle-point form (Loader 2000),
 *
 * <pre>
 * pmf(x) = b(x; green, f) b(n - x; vocabulary - green, f) / b(n; vocabulary, f)
 * </pre>
 *
 * whose deviances are made of x - n green / vocabulary, computed from integers. The tail is pmf(x)
 * (1 + r(x) (1 + r(x+1) (1 + ...))), r the falling ratios of neighbours; below the mean it is one
 * less the lower tail, which is the same thing for the tokens that are not green.
 */
public final class HypergeometricTail {
  private static final double HALF_LN_2_PI = 0.9189385332046728;
  private static final double NEGLIGIBLE = 1e-18;
  private static final int MOST_TERMS = 1 << 26;

  private HypergeometricTail() {}

  /**
   * Returns ln P(X &gt;= x).
   *
   * @param n tokens drawn, in 0..vocabulary
   * @param x at most n and at most green; where p is 1, 0 is returned
   * @param green tokens on the list, in 1..vocabulary-1
   * @param vocabulary all tokens, below 2^53
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnUpper(long n, long x, long green, long vocabulary) {
    require(n, x, green, vocabulary);
    long other = vocabulary - green;
    if (x <= Math.max(0, n - other)) {
      return 0;
    }
    if (difference(n, x, green, vocabulary) >= 0) {
      return upper(n, x, green, vocabulary);
    }
    double lower = upper(n, n - x + 1, other, vocabulary); // not green
    return 0.0 + StrictMath.log1p(-StrictMath.exp(lower));
  }

  /**
   * Returns the Chernoff bound -n KL(x/n || green/vocabulary): drawing without replacement strays
   * less than with it (Hoeffding 1963, section 6).
   *
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper}
   */
  public static double lnBound(long n, long x, long green, long vocabulary) {
    require(n, x, green, vocabulary);
    return BinomialTail.lnBound(n, x, green, vocabulary);
  }

  private static void require(long n, long x, long green, long vocabulary) {
    if (green < 1 || green >= vocabulary || vocabulary >= 1L << 53) {
      throw new IllegalArgumentException(
          "need 0 < green < vocabulary < 2^53, but have " + green + " of " + vocabulary);
    }
    if (n < 0 || n > vocabulary) {
      throw new IllegalArgumentException(
          "n must be at most the vocabulary, " + vocabulary + ", but is " + n);
    }
    if (x < 0 || x > Math.min(n, green)) {
      throw new IllegalArgumentException(
          "the count must be in 0.." + Math.min(n, green) + ", but is " + x);
    }
  }

  /** Returns x - n green / vocabulary, rounded once. */
  static double difference(long n, long x, long green, long vocabulary) {
    BigInteger scaled =
        BigInteger.valueOf(x)
            .multiply(BigInteger.valueOf(vocabulary))
            .subtract(BigInteger.valueOf(n).multiply(BigInteger.valueOf(green)));
    return scaled.doubleValue() / vocabulary;
  }

  /** Returns ln P(X >= x), x not below the mean by more than 1. */
  private static double upper(long n, long x, long green, long vocabulary) {
    double other = (double) (vocabulary - green);
    double least = other - n; // others left undrawn, less the greens
    int terms = 0;
    double product = 1;
    while (product > NEGLIGIBLE) { // how many terms count
      double at = (double) x + terms;
      product *= (green - at) * (n - at) / ((at + 1) * (least + at + 1));
      if (++terms == MOST_TERMS) {
        throw new ArithmeticException("no convergence at n = " + n + ", x = " + x);
      }
    }
    double sum = 1;
    for (int i = terms - 1; i >= 0; i--) {
      double at = (double) x + i;
      sum = 1 + sum * ((green - at) * (n - at) / ((at + 1) * (least + at + 1)));
    }
    return Math.min(0, lnMass(n, x, green, vocabulary) + StrictMath.log(sum));
  }

  /** Returns ln P(X = x), x in the support. */
  static double lnMass(long n, long x, long green, long vocabulary) {
    if (n == 0 || n == vocabulary) {
      return 0;
    }
    double f = (double) n / vocabulary;
    double g = (double) (vocabulary - n) / vocabulary;
    double difference = difference(n, x, green, vocabulary);
    long other = vocabulary - green;
    double all = // b(n; vocabulary, f), whose deviances are 0
        lnStirling(vocabulary, n);
    return part(green, x, f, g, difference) + part(other, n - x, f, g, -difference) - all;
  }

  /** Returns ln b(x; m, f), difference = x - m f, g = 1 - f. */
  private static double part(long m, long x, double f, double g, double difference) {
    if (x == 0) {
      return m * lnOf(f, g);
    }
    if (x == m) {
      return m * lnOf(g, f);
    }
    double rest = (double) (m - x);
    double hits = Deviance.of((double) x, x - difference, -difference);
    double misses = Deviance.of(rest, rest + difference, difference);
    return lnStirling(m, x) - hits - misses;
  }

  /** Returns ln(1 - miss), accurate for small and large miss. */
  private static double lnOf(double miss, double rest) {
    return miss < 0.5 ? StrictMath.log1p(-miss) : StrictMath.log(rest);
  }

  /** Returns ln of C(m, x) less its entropy: remainders and the square root. */
  private static double lnStirling(long m, long x) {
    double rest = (double) (m - x);
    return Deviance.remainder((double) m)
        - Deviance.remainder((double) x)
        - Deviance.remainder(rest)
        - HALF_LN_2_PI
        + 0.5 * (StrictMath.log((double) m) - StrictMath.log((double) x) - StrictMath.log(rest));
  }
}
