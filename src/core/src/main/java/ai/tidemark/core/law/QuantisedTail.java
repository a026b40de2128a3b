package ai.tidemark.core.law;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The upper tail of a sum of n independent -ln(1 - u), u uniform on equally spaced levels, in log
 * space.
 *
 * <p>One term is counted. From {@link #SMOOTH_FROM} terms on, up to a mean score of about 4, the
 * value is the inversion integral {@link TailContour} of the exact cumulants {@link QuantisedSum},
 * cut off where the characteristic function has fallen below e^-44; what it does at the far
 * frequencies of single levels, at most about 0.2^n, is left out. Elsewhere single levels matter,
 * and an upper bound on p is given: with kappa the largest ratio of P(u &gt;= v) to 1 - v, each
 * term is at most an exponential plus ln kappa, so p &lt;= Q(n, s - n ln kappa). It is exact in the
 * limit of many levels, and on the safe side always.
 *
 * <p><b>Floor.</b> Scores are floored to units of 2^-32, so S &lt;= the real sum; the tail of the
 * real sum at S is therefore never below the exact p of S.
 */
public final class QuantisedTail {
  /** The fewest levels. */
  public static final long FEWEST_LEVELS = 1000;

  /** The fewest terms whose sum is smooth. */
  static final long SMOOTH_FROM = 24;

  private static final int UNIT_BITS = 32;

  private final long levels;
  private final long first;
  private final long step;
  private final long of;

  private QuantisedTail(long levels, long first, long step, long of) {
    this.levels = levels;
    this.first = first;
    this.step = step;
    this.of = of;
  }

  /**
   * Returns the tail for u uniform on the levels (first + j step) / of, j below {@code levels}.
   *
   * @param levels at least {@link #FEWEST_LEVELS}
   * @param first &gt;= 0
   * @param step &gt;= 1
   * @param of above the largest numerator
   */
  public static QuantisedTail of(long levels, long first, long step, long of) {
    boolean inRange = levels >= FEWEST_LEVELS && first >= 0 && step >= 1;
    if (!inRange || Math.addExact(first, Math.multiplyExact(levels - 1, step)) >= of) {
      throw new IllegalArgumentException(
          "need at least "
              + FEWEST_LEVELS
              + " levels (first + j step) / of below 1, but have "
              + levels
              + ", "
              + first
              + ", "
              + step
              + ", "
              + of);
    }
    return new QuantisedTail(levels, first, step, of);
  }

  /**
   * Returns ln P(sum &gt;= S 2^-32), or an upper bound on it; see the class comment.
   *
   * @param n terms, &gt;= 0; 0 gives 0
   * @param sum S, &gt;= 0
   * @return natural logarithm, (-inf, 0]
   */
  public double lnUpper(long n, BigInteger sum) {
    if (n < 0 || sum.signum() < 0) {
      throw new IllegalArgumentException("need n >= 0 and a sum >= 0, but have " + n + ", " + sum);
    }
    if (n == 0 || sum.signum() == 0) {
      return 0;
    }
    if (n == 1) {
      return one(sum.doubleValue() * 0x1p-32);
    }
    if (n < SMOOTH_FROM) {
      return lnDominated(n, sum);
    }
    QuantisedSum law = new QuantisedSum(n, levels, first, step, of);
    BigInteger mean = BigInteger.valueOf(n).shiftLeft(UNIT_BITS);
    double lowest = law.slope(QuantisedSum.LOWEST);
    double highest = law.slope(QuantisedSum.HIGHEST);
    double d = difference(law, n, sum, mean);
    if (d < lowest) {
      return Math.max(TailContour.lnUpper(law, lowest, 0), GammaTail.lnQ(n, sum));
    }
    if (d > highest) {
      return Math.min(TailContour.lnUpper(law, highest, 0), lnDominated(n, sum));
    }
    return Cells.lnUpper(
        sum,
        mean,
        n,
        s -> {
          double at = difference(law, n, s, mean);
          return TailContour.lnUpper(law, Math.clamp(at, lowest, highest), 0);
        });
  }

  /**
   * Returns the Chernoff bound on ln p, 0 up to the mean.
   *
   * @param n terms, &gt;= 0
   * @param sum S, &gt;= 0
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper}
   */
  public double lnBound(long n, BigInteger sum) {
    if (n == 0) {
      return 0;
    }
    QuantisedSum law = new QuantisedSum(n, levels, first, step, of);
    double d = difference(law, n, sum, BigInteger.valueOf(n).shiftLeft(UNIT_BITS));
    // Any c gives a bound; the best one up to the highest that is evaluated.
    double c = Math.min(QuantisedSum.HIGHEST, d <= 0 ? 0 : Saddle.of(law, d));
    double bound = Math.min(0, law.centred(c) - c * d);
    return Math.max(bound, lnUpper(n, sum));
  }

  /** Returns the mean of one term, in nats. */
  double mean() {
    return 1 + new QuantisedSum(1, levels, first, step, of).excessMean();
  }

  /** Returns the variance of one term, in nats squared. */
  double variance() {
    return new QuantisedSum(1, levels, first, step, of).curvature(0);
  }

  private static double difference(QuantisedSum law, long n, BigInteger sum, BigInteger mean) {
    return sum.subtract(mean).doubleValue() * 0x1p-32 - n * law.excessMean();
  }

  /**
   * Returns ln of the share of levels u with -ln(1 - u) >= s; the top level's when there's none.
   */
  private double one(double s) {
    double left = (double) of - first - (levels - 1.0) * step; // of (1 - largest u)
    double count = Math.floor((StrictMath.exp(-s) * of - left) / step) + 1;
    return StrictMath.log(Math.clamp(count, 1, (double) levels) / levels);
  }

  private double lnDominated(long n, BigInteger sum) {
    double left = (double) of - first - (levels - 1.0) * step;
    double ratio = Math.max((double) of / (of - first), of / (levels * left));
    double lnRatio = Math.max(0, StrictMath.log(ratio));
    BigDecimal shift = new BigDecimal(n * lnRatio * 0x1p32 * (1 + 1e-15));
    BigInteger least = sum.subtract(shift.toBigInteger()).subtract(BigInteger.ONE);
    return GammaTail.lnQ(n, lnRatio == 0 ? sum : least.max(BigInteger.ZERO));
  }
}
