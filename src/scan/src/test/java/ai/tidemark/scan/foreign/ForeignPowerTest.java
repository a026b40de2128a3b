package ai.tidemark.scan.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The critical sum is the smallest that reaches the level, to a thousandth of an sd. */
final class ForeignPowerTest {
  private static final List<NullLaw> LAWS =
      List.of(
          new NullLaw.ExponentialSum(),
          new NullLaw.DualExponential(0.1),
          new NullLaw.Binomial(1, 1, 4),
          new NullLaw.Binomial(30, 1, 2),
          new NullLaw.WeightedBits(List.of(10L, 7L, 4L, 1L), 1, 2),
          new NullLaw.Hypergeometric(12_564, 50_257));

  @Test
  void theSumReachesTheLevelAndALowerOneDoesNot() {
    for (NullLaw law : LAWS) {
      for (long n : new long[] {1, 2, 9, 40, 700, 20_000}) {
        for (double lnAlpha : new double[] {-2.4, -6.9, -13.8, -80}) {
          var critical = ForeignPower.criticalSum(law, n, lnAlpha);
          double most = law.most(n);
          if (critical.isEmpty()) {
            assertThat(law.lnP(n, BigInteger.valueOf((long) most))).isGreaterThan(lnAlpha);
            continue;
          }
          BigInteger sum = critical.get();
          long slack = (long) Math.max(1, Math.sqrt(law.variance(n)) * 1e-3);
          BigInteger lower = sum.subtract(BigInteger.valueOf(slack));
          assertThat(law.lnP(n, sum)).as("%s, n %d", law, n).isLessThanOrEqualTo(lnAlpha);
          assertThat(law.lnP(n, lower.max(BigInteger.ZERO)))
              .as("%s, n %d", law, n)
              .isGreaterThan(lnAlpha);
        }
      }
    }
  }
}
