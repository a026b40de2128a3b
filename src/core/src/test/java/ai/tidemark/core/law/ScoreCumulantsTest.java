package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Generating functions and point probabilities against sums and against simulation. */
final class ScoreCumulantsTest {
  @Test
  void pointProbabilitiesSumToTheTails() {
    for (long n : new long[] {1, 2, 7, 60, 300}) {
      double tail = 0;
      for (long k = n; k >= 0; k--) {
        tail += StrictMath.exp(BinomialPoint.ln(n, k, 3, 11));
        assertThat(StrictMath.log(tail))
            .isCloseTo(BinomialTail.lnUpper(n, k, 3, 11), within(1e-12));
      }
    }
    assertThat(BinomialPoint.ln(0, 0, 1, 2)).isZero();
  }

  @Test
  void pointProbabilitiesHoldAtATrillionTrials() {
    // at the mean: 1 / sqrt(2 pi n p q), corrections of order 1 / n
    long n = 1_000_000_000_000L;
    assertThat(BinomialPoint.ln(n, n / 4, 1, 4))
        .isCloseTo(-0.5 * StrictMath.log(2 * Math.PI * n * 3.0 / 16), within(1e-10));
    // one step further the ratio is (n-k) p / ((k+1) q)
    double ratio =
        BinomialPoint.ln(n, n / 4 + 1_000_001, 1, 4) - BinomialPoint.ln(n, n / 4 + 1_000_000, 1, 4);
    double k = 0.25 * n + 1e6;
    assertThat(ratio).isCloseTo(StrictMath.log((n - k) / (3 * (k + 1))), within(1e-10));
  }

  @Test
  void bitsHaveTheirExactFunction() {
    ScoreCumulants one = ScoreCumulants.of(new NullLaw.Binomial(1, 1, 4));
    ScoreCumulants three = ScoreCumulants.of(new NullLaw.Binomial(3, 1, 4));
    ScoreCumulants weighted = ScoreCumulants.of(new NullLaw.WeightedBits(List.of(5L, 2L), 1, 4));
    for (double t : new double[] {0.001, 0.3, 2}) {
      double k = StrictMath.log(0.75 + 0.25 * StrictMath.exp(t));
      assertThat(one.centred(t)).isCloseTo(k - t / 4, within(1e-14));
      assertThat(three.centred(t)).isCloseTo(3 * (k - t / 4), within(1e-14));
      double both =
          StrictMath.log(0.75 + 0.25 * StrictMath.exp(5 * t))
              + StrictMath.log(0.75 + 0.25 * StrictMath.exp(2 * t));
      assertThat(weighted.centred(t)).isCloseTo(both - t * 7 / 4, within(1e-13));
    }
    assertThat(weighted.mean()).isCloseTo(7.0 / 4, within(1e-14));
    assertThat(weighted.deviation()).isCloseTo(StrictMath.sqrt(29 * 3.0 / 16), within(1e-14));
    assertThat(one.aboveMean(10, BigInteger.valueOf(4))).isEqualTo(1.5);
  }

  @Test
  void dualKeysHaveTheirExactFunction() {
    ScoreCumulants dual = ScoreCumulants.of(new NullLaw.DualExponential(0.3));
    double t = 0.4;
    double k = -StrictMath.log(1 - 0.7 * t) - StrictMath.log(1 - 0.3 * t);
    assertThat(dual.centred(t)).isCloseTo(k - t, within(1e-14));
    assertThat(dual.deviation()).isCloseTo(StrictMath.sqrt(0.58), within(1e-14));
    assertThat(dual.largestTilt()).isCloseTo(1 / 0.7, within(1e-14));
    assertThat(dual.aboveMean(2, BigInteger.valueOf(5).shiftLeft(31))).isEqualTo(0.5);
  }

  /**
   * With few levels the exact mean of (1-u)^-t is a short sum; the bound must not fall below it.
   */
  @Test
  void theExponentialBoundsQuantisedScoresBelowTheMiddlesOfTheirCells() {
    NullLaw.QuantisedExponential middles = new NullLaw.QuantisedExponential(1000, 1, 2, 2000);
    NullLaw.QuantisedExponential left = new NullLaw.QuantisedExponential(1000, 0, 1, 1000);
    for (double t : new double[] {0.005, 0.2, 0.6, 0.95}) {
      assertThat(ScoreCumulants.of(middles).centred(t) + t).isGreaterThan(exact(middles, t));
      assertThat(ScoreCumulants.of(left).centred(t) + t).isGreaterThan(exact(left, t));
      NullLaw.QuantisedExponential above = new NullLaw.QuantisedExponential(1000, 1, 1, 1001);
      assertThat(ScoreCumulants.of(above).centred(t) + t).isCloseTo(exact(above, t), within(1e-13));
    }
    assertThatThrownBy(
            () -> ScoreCumulants.of(new NullLaw.QuantisedExponential(1 << 20, 3, 2, (1 << 21) + 2)))
        .hasMessageContaining("65536");
  }

  private static double exact(NullLaw.QuantisedExponential law, double t) {
    double sum = 0;
    for (long j = 0; j < law.levels(); j++) {
      double u = (double) (law.first() + j * law.step()) / law.of();
      sum += StrictMath.pow(1 - u, -t);
    }
    return StrictMath.log(sum / law.levels());
  }

  @Test
  void theTiltOfAMeanIsItsLikeliestLaw() {
    ScoreCumulants gamma = ScoreCumulants.of(new NullLaw.ExponentialSum());
    assertThat(gamma.tiltFor(0.5)).isCloseTo(1.0 / 3, within(1e-6)); // mean 1 / (1 - t)
    assertThat(gamma.tiltFor(-0.1)).isZero();
    ScoreCumulants green = ScoreCumulants.of(new NullLaw.Binomial(1, 1, 4));
    assertThat(green.tiltFor(0.25)).isCloseTo(StrictMath.log(3), within(1e-6)); // odds 1 over 1/3
    assertThat(new BigDecimal(gamma.inUnits(1L << 31))).isEqualTo(new BigDecimal("0.5"));
  }

  /** Drawing without replacement spreads less: exp(t S) has a smaller mean. */
  @Test
  void withoutReplacementIsBoundedByWithReplacement() {
    ScoreCumulants bound = ScoreCumulants.of(new NullLaw.Hypergeometric(25, 100));
    assertThat(bound.independent()).isFalse();
    SplittableRandom random = new SplittableRandom(4);
    int n = 60;
    double t = 0.5;
    double mean = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      int green = 25;
      int hits = 0;
      for (int left = 100; left > 100 - n; left--) {
        if (random.nextInt(left) < green) {
          green--;
          hits++;
        }
      }
      mean += StrictMath.exp(t * (hits - n * 0.25) - n * bound.centred(t)) / runs;
    }
    assertThat(mean).isBetween(0.3, 0.95);
  }
}
