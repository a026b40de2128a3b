package ai.tidemark.core.sequential;

import ai.tidemark.core.law.BinomialPoint;
import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.OptionalDouble;

/**
 * The likelihood ratio of the binomial law averaged over rates g above the null rate g0: one-sided
 * Beta(1, 1), and if a rate is expected half of the weight on it. With N trials and S successes the
 * uniform average over (g0, 1) has the closed form
 *
 * <pre>
 * E = B(S+1, N-S+1) P(Beta(S+1, N-S+1) &gt; g0) / ((1-g0) g0^S (1-g0)^(N-S))
 *   = P(Bin(N+1, g0) &lt;= S) / ((1-g0) (N+1) P(Bin(N, g0) = S))
 * </pre>
 *
 * (Robbins 1970 for mixtures; the second line by the identity of the incomplete beta function and
 * the binomial tail). All three factors are computed without cancellation up to N = 10^12.
 *
 * @param law whose trials are counted
 * @param expectedRate success rate of marked text, in (g0, 1); empty for the uniform average alone
 */
public record BinomialMixture(NullLaw.Binomial law, OptionalDouble expectedRate)
    implements Mixture {

  /** Validates. */
  public BinomialMixture {
    double g0 = (double) law.successes() / law.of();
    if (expectedRate.isPresent()
        && !(expectedRate.getAsDouble() > g0 && expectedRate.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "expectedRate must be in (" + g0 + ", 1), but is " + expectedRate.getAsDouble());
    }
  }

  /** Returns the uniform average over all rates above the null's. */
  public static BinomialMixture of(NullLaw.Binomial law) {
    return new BinomialMixture(law, OptionalDouble.empty());
  }

  /** Returns the uniform average and the expected rate of marked text, half and half. */
  public static BinomialMixture expecting(NullLaw.Binomial law, double rate) {
    return new BinomialMixture(law, OptionalDouble.of(rate));
  }

  @Override
  public double lnE(long n, BigInteger sum) {
    long trials = Math.multiplyExact(n, law.perTuple());
    if (trials == 0) {
      return 0;
    }
    long hits = sum.longValueExact();
    double uniform = uniform(trials, hits);
    return expectedRate.isEmpty()
        ? uniform
        : LogSum.half(uniform, point(trials, hits, expectedRate.getAsDouble()));
  }

  private double uniform(long trials, long hits) {
    long failures = law.of() - law.successes();
    double others = StrictMath.log((double) failures / law.of()); // ln(1 - g0)
    return BinomialTail.lnUpper(trials + 1, trials + 1 - hits, failures, law.of())
        - others
        - StrictMath.log(trials + 1.0)
        - BinomialPoint.ln(trials, hits, law.successes(), law.of());
  }

  private double point(long trials, long hits, double rate) {
    double g0 = (double) law.successes() / law.of();
    return hits * StrictMath.log(rate / g0)
        + (trials - hits) * StrictMath.log1p((g0 - rate) / (1 - g0));
  }

  @Override
  public boolean alongAStream() {
    return true;
  }
}
