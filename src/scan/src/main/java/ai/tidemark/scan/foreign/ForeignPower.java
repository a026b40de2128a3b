package ai.tidemark.scan.foreign;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.scan.inference.Normal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a foreign profile's exact test could see on n tuples. The critical sum is exact; the law of
 * the sum of marked text is taken as normal with the null's variance and a mean that is moved by an
 * assumed excess per tuple:
 *
 * <ul>
 *   <li>exponential scores: half a nat, tokens of probability 1/2 (H(2) - 1); for dual keys half
 *       ((1 - alpha)^2 + alpha^2) nats;
 *   <li>green lists: a third of the tokens that would be red are green, so .25 becomes .50 (the
 *       table of Kirchenbauer et al. 2023 for bias 2 in prose lies about there);
 *   <li>tournaments: the mean g-value is .54. Answers of a small model at temperature 1, marked by
 *       the original code, have .60 to .62 (benchmarks/marked); text of less entropy has less.
 * </ul>
 *
 * It decides power and {@code not testable}, never a p-value.
 */
public final class ForeignPower {
  private static final double Z_99 = 2.3263478740408408;
  private static final double TOURNAMENT_LIFT = 0.04;

  private ForeignPower() {}

  /**
   * What could be seen.
   *
   * @param power that fully marked text of this n reaches ln p &lt;= lnAlpha, [0, 1]
   * @param seen share of the assumed excess that reaches it with power 99 %; infinite if none does
   */
  public record Sight(double power, double seen) {}

  /** Returns what n tuples could show at a level. */
  public static Sight of(NullLaw law, long n, double lnAlpha) {
    Optional<BigInteger> critical = n == 0 ? Optional.empty() : criticalSum(law, n, lnAlpha);
    if (critical.isEmpty()) {
      return new Sight(0, Double.POSITIVE_INFINITY);
    }
    double sd = StrictMath.sqrt(law.variance(n));
    double gap = critical.get().doubleValue() - law.mean(n);
    double shift = n * excess(law, n);
    if (sd == 0) {
      return new Sight(0, Double.POSITIVE_INFINITY);
    }
    return new Sight(Normal.cdf((shift - gap) / sd), (gap + Z_99 * sd) / shift);
  }

  /**
   * Returns the smallest sum with ln p &lt;= lnAlpha, to a thousandth of a standard deviation where
   * that is more than one unit, or empty if even the largest has not.
   *
   * <p>sqrt(-2 ln p) is nearly a straight line, so its interpolation takes a handful of tails; some
   * laws take milliseconds for one.
   */
  static Optional<BigInteger> criticalSum(NullLaw law, long n, double lnAlpha) {
    double most = law.most(n);
    if (most < Double.POSITIVE_INFINITY && law.lnP(n, whole(most)) > lnAlpha) {
      return Optional.empty();
    }
    double wanted = height(lnAlpha);
    double sd = StrictMath.sqrt(law.variance(n));
    BigInteger enough = whole(Math.max(1, sd * 1e-3));
    BigInteger low = whole(Math.min(law.mean(n), most)).subtract(BigInteger.ONE);
    double atLow = low.signum() < 0 ? 0 : height(law.lnP(n, low));
    BigInteger high = low.add(whole(Math.max(1, wanted * sd))).add(BigInteger.ONE);
    double atHigh = 0;
    while (true) {
      high = most < Double.POSITIVE_INFINITY ? high.min(whole(most)) : high;
      double lnP = law.lnP(n, high);
      atHigh = height(lnP);
      if (lnP <= lnAlpha) {
        break;
      }
      BigInteger gap = high.subtract(low).shiftLeft(1);
      low = high;
      atLow = atHigh;
      high = low.add(gap);
    }
    double below = wanted - atLow; // Illinois: halved where the other end has moved twice
    double above = atHigh - wanted;
    int side = 0;
    for (int round = 0; high.subtract(low).compareTo(enough) > 0; round++) {
      BigInteger middle =
          between(low, high, round < 20 && above > 0 ? below / (below + above) : 0.5);
      double lnP = law.lnP(n, middle);
      if (lnP > lnAlpha) {
        low = middle;
        below = wanted - height(lnP);
        above = side < 0 ? above / 2 : above;
        side = -1;
      } else {
        high = middle;
        above = height(lnP) - wanted;
        below = side > 0 ? below / 2 : below;
        side = 1;
      }
    }
    return Optional.of(high);
  }

  /** Returns a whole number strictly between two that are more than one apart. */
  private static BigInteger between(BigInteger low, BigInteger high, double part) {
    BigInteger gap = high.subtract(low);
    BigInteger step = new BigDecimal(gap.doubleValue() * part).toBigInteger();
    return low.add(step.max(BigInteger.ONE).min(gap.subtract(BigInteger.ONE)));
  }

  private static double height(double lnP) {
    return StrictMath.sqrt(-2 * lnP);
  }

  private static BigInteger whole(double x) {
    return new BigDecimal(x).toBigInteger();
  }

  private static long sum(Iterable<Long> weights) {
    long sum = 0;
    for (long weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Returns the excess of a marked tuple's mean score over the null's, in the law's unit. */
  private static double excess(NullLaw law, long n) {
    return switch (law) {
      case NullLaw.ExponentialSum _, NullLaw.QuantisedExponential _ -> 0.5 * 0x1p32;
      case NullLaw.DualExponential(double alpha) ->
          0.5 * ((1 - alpha) * (1 - alpha) + alpha * alpha) * 0x1p32;
      case NullLaw.Binomial(int perTuple, long green, long of) ->
          perTuple == 1 ? (1 - (double) green / of) / 3 : TOURNAMENT_LIFT * perTuple;
      case NullLaw.WeightedBits bits -> TOURNAMENT_LIFT * sum(bits.weights());
      case NullLaw.TableBits bits -> TOURNAMENT_LIFT * sum(bits.weights());
      case NullLaw.GivenTuples _ -> 2 * TOURNAMENT_LIFT * law.mean(n) / n; // bits are even
      case NullLaw.Hypergeometric(long green, long of) -> (1 - (double) green / of) / 3;
    };
  }
}
