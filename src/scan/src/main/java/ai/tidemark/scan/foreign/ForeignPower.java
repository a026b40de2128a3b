package ai.tidemark.scan.foreign;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.scan.inference.Normal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
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

  /** Returns the smallest sum with ln p &lt;= lnAlpha, or empty if even the largest has not. */
  private static Optional<BigInteger> criticalSum(NullLaw law, long n, double lnAlpha) {
    BigInteger low = mean(law, n);
    BigInteger high;
    if (law.most(n) < Double.POSITIVE_INFINITY) {
      high = new BigDecimal(law.most(n)).toBigInteger();
      if (law.lnP(n, high) > lnAlpha) {
        return Optional.empty();
      }
      low = low.min(high).subtract(BigInteger.ONE);
    } else {
      high = low.add(BigInteger.ONE).shiftLeft(1);
      while (law.lnP(n, high) > lnAlpha) {
        low = high;
        high = high.shiftLeft(1);
      }
    }
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (law.lnP(n, middle) > lnAlpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Optional.of(high);
  }

  private static BigInteger mean(NullLaw law, long n) {
    return new BigDecimal(law.mean(n)).setScale(0, RoundingMode.FLOOR).toBigInteger();
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
