package ai.tidemark.core.power;

import ai.tidemark.core.law.GammaTail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the exact test can see: the probability that n scored tuples, of which each is marked with
 * probability {@code share}, reach ln p &lt;= ln alpha under {@link GammaTail}.
 *
 * <p><b>The critical sum is exact</b>: the smallest integer S with ln Q(n, S) &lt;= ln alpha, by
 * bisection. <b>The law of S under the alternative is approximated</b> by a shifted Gamma law with
 * the exact mean, variance and third cumulant of the sum (Pearson type III), because the exact one
 * has no closed form. It is exact for share 0 and for q = 1; the tests hold it against simulation
 * to three standard errors. A normal law would be wrong by a few tenths of a percent of power at n
 * = 256.
 *
 * <p>Marked scores are those of a constant token probability whose mean score is 1 + excess, see
 * {@link MarkedScore#ofExcess}; 1/2, that is q = 1/2, is the default. Share counts distinct tuples.
 * Everywhere {@code lnAlpha} is the natural logarithm of the level, already charged for the number
 * of hypotheses, see {@link #lnAlpha}.
 */
public final class Power {
  /** Excess where nothing is known of the text: tokens of probability 1/2, H(2) - 1. */
  public static final double DEFAULT_EXCESS = 0.5;

  /** Largest n that {@link #tuplesFor} considers. */
  public static final long MOST_TUPLES = 1L << 50;

  private static final BigInteger ONE_NAT = BigInteger.ONE.shiftLeft(32);
  private static final double LN_10 = 2.302585092994046;

  private Power() {}

  /**
   * Returns ln(alpha / hypotheses), the level that each of several hypotheses is held to
   * (Bonferroni, and the first step of Holm).
   *
   * @param alpha in (0, 1)
   * @param hypotheses at least 1
   */
  public static double lnAlpha(double alpha, long hypotheses) {
    if (!(alpha > 0 && alpha < 1) || hypotheses < 1) {
      throw new IllegalArgumentException(
          "need 0 < alpha < 1 and hypotheses >= 1, but have " + alpha + ", " + hypotheses);
    }
    return StrictMath.log(alpha) - StrictMath.log((double) hypotheses);
  }

  /**
   * Returns the smallest S, in units of 2^-32, with ln Q(n, S) &lt;= lnAlpha.
   *
   * @param n at least 1
   * @param lnAlpha negative
   */
  public static BigInteger criticalSum(long n, double lnAlpha) {
    require(n, lnAlpha);
    BigInteger least = BigInteger.valueOf(-1); // ln Q above lnAlpha at or below, if it were a sum
    BigInteger enough = BigInteger.valueOf(n).multiply(ONE_NAT);
    while (GammaTail.lnQ(n, enough) > lnAlpha) {
      least = enough;
      enough = enough.shiftLeft(1);
    }
    while (enough.subtract(least).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = least.add(enough).shiftRight(1);
      if (GammaTail.lnQ(n, middle) > lnAlpha) {
        least = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  /**
   * Returns the probability that evidence on n tuples reaches ln p &lt;= lnAlpha.
   *
   * @param n scored tuples, at least 0
   * @param lnAlpha negative
   * @param share of the tuples that are marked, in [0, 1]
   * @param excess mean score of a marked tuple minus 1, in nats
   */
  public static double probability(long n, double lnAlpha, double share, double excess) {
    return probability(n, lnAlpha, MarkedScore.ofExcess(excess).dilutedTo(share));
  }

  /**
   * Returns the probability that evidence on n tuples reaches ln p &lt;= lnAlpha.
   *
   * @param n scored tuples, at least 0
   * @param lnAlpha negative
   * @param score of each of the tuples
   */
  public static double probability(long n, double lnAlpha, MarkedScore score) {
    return n == 0 ? 0 : reach(n, score, criticalSum(n, lnAlpha));
  }

  /** P(sum of n scores &gt;= critical) by the shifted Gamma law with the sum's three cumulants. */
  private static double reach(long n, MarkedScore score, BigInteger critical) {
    BigInteger distance = critical.subtract(ONE_NAT.multiply(BigInteger.valueOf(n)));
    double aboveMean = distance.doubleValue() * 0x1p-32 - n * (score.mean() - 1);
    double scale = score.third() / (2 * score.variance());
    double shape = Math.max(1, n * score.variance() / (scale * scale));
    return Math.exp(GammaTail.lnUpper(shape, shape + aboveMean / scale));
  }

  /**
   * Returns log10 p at the sum that n tuples are expected to have.
   *
   * @param n scored tuples, at least 0
   * @param share of the tuples that are marked, in [0, 1]
   * @param excess mean score of a marked tuple minus 1, in nats, at least 0
   */
  public static double expectedLog10P(long n, double share, double excess) {
    if (!(share >= 0 && share <= 1 && excess >= 0 && excess <= 100)) {
      throw new IllegalArgumentException(
          "need share in [0, 1] and excess in [0, 100], but have " + share + ", " + excess);
    }
    BigInteger above =
        new BigDecimal(n * share * excess).multiply(new BigDecimal(ONE_NAT)).toBigInteger();
    BigInteger sum = ONE_NAT.multiply(BigInteger.valueOf(n)).add(above);
    return 0.0 + GammaTail.lnQ(n, sum) / LN_10;
  }

  /**
   * Returns the fewest tuples that reach a power.
   *
   * @param lnAlpha negative
   * @param power in (0, 1)
   * @param share of the tuples that are marked, in [0, 1]
   * @param excess mean score of a marked tuple minus 1, in nats
   * @return n, or empty where {@link #MOST_TUPLES} do not suffice
   */
  public static OptionalLong tuplesFor(double lnAlpha, double power, double share, double excess) {
    return tuplesFor(lnAlpha, power, MarkedScore.ofExcess(excess).dilutedTo(share));
  }

  /**
   * Returns the fewest tuples that reach a power.
   *
   * @param lnAlpha negative
   * @param power in (0, 1)
   * @param score of each of the tuples
   * @return n, or empty where {@link #MOST_TUPLES} do not suffice
   */
  public static OptionalLong tuplesFor(double lnAlpha, double power, MarkedScore score) {
    requirePower(power);
    long enough = 1;
    while (probability(enough, lnAlpha, score) < power) {
      if (enough == MOST_TUPLES) {
        return OptionalLong.empty();
      }
      enough *= 2;
    }
    long tooFew = enough / 2;
    while (enough - tooFew > 1) {
      long middle = (tooFew + enough) >>> 1;
      if (probability(middle, lnAlpha, score) < power) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalLong.of(enough);
  }

  /**
   * Returns the smallest share that n tuples show with a power.
   *
   * @param lnAlpha negative
   * @param power in (0, 1)
   * @param n scored tuples, at least 0
   * @param excess mean score of a marked tuple minus 1, in nats
   * @return the share, rounded up by less than 1e-6 of itself, or empty where even share 1 is not
   *     shown: the text is not testable at this power
   */
  public static OptionalDouble shareFor(double lnAlpha, double power, long n, double excess) {
    requirePower(power);
    MarkedScore marked = MarkedScore.ofExcess(excess);
    if (n == 0) {
      return OptionalDouble.empty();
    }
    BigInteger critical = criticalSum(n, lnAlpha);
    if (reach(n, marked, critical) < power) {
      return OptionalDouble.empty();
    }
    if (reach(n, MarkedScore.UNMARKED, critical) >= power) {
      return OptionalDouble.of(0);
    }
    double low = 0;
    double high = 1;
    while (high - low > high * 1e-6) {
      double middle = (low + high) / 2;
      if (reach(n, marked.dilutedTo(middle), critical) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(high);
  }

  private static void require(long n, double lnAlpha) {
    if (n < 1 || !(lnAlpha < 0 && lnAlpha > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "need n >= 1 and finite lnAlpha < 0, but have " + n + ", " + lnAlpha);
    }
  }

  private static void requirePower(double power) {
    if (!(power > 0 && power < 1)) {
      throw new IllegalArgumentException("power must be in (0, 1), but is " + power);
    }
  }
}
