package ai.tidemark.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.power.MarkedScore;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intervals against the tails that define them. */
final class ShareTest {
  private static final NullLaw GUMBEL = new NullLaw.ExponentialSum();
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);

  private static BigInteger units(double nats) {
    return BigInteger.valueOf((long) (nats * 0x1p32));
  }

  private static BigInteger count(long k) {
    return BigInteger.valueOf(k);
  }

  @Test
  void boundsOfAMeanAreWhereItsTailIsTheLevel() {
    MeanInterval gamma = MeanInterval.of(GUMBEL, 500, units(620), 0.005);
    double lnA = StrictMath.log(0.005);
    assertThat(GammaTail.lnQ(500, 620 / gamma.low())).isCloseTo(lnA, within(1e-9));
    double below = 1 - StrictMath.exp(GammaTail.lnQ(500, 620 / gamma.high()));
    assertThat(below).isCloseTo(0.005, within(1e-9));
    MeanInterval bits = MeanInterval.of(QUARTER, 100, count(40), 0.005);
    // 40 of 100 at 99 %: both binomial sums, term by term in Python, solved for the rate
    assertThat(bits.low()).isCloseTo(0.2762576584363, within(1e-12));
    assertThat(bits.high()).isCloseTo(0.5335270043473, within(1e-12));
    assertThat(MeanInterval.of(QUARTER, 10, count(0), 0.01).low()).isZero();
    assertThat(MeanInterval.of(QUARTER, 10, count(10), 0.01).high()).isEqualTo(1);
    assertThat(MeanInterval.of(QUARTER, 10, count(0), 0.01).high())
        .isCloseTo(1 - StrictMath.pow(0.01, 0.1), within(1e-9));
  }

  @Test
  void bitsThatShareATupleGetTheWiderBound() {
    NullLaw thirty = new NullLaw.Binomial(30, 1, 2);
    MeanInterval bounded = MeanInterval.of(thirty, 200, count(3300), 0.005);
    double x = 3300.0 / 6000;
    for (double end : new double[] {bounded.low() / 30, bounded.high() / 30}) {
      double divergence =
          x * StrictMath.log(x / end) + (1 - x) * StrictMath.log((1 - x) / (1 - end));
      assertThat(200 * divergence).isCloseTo(-StrictMath.log(0.005), within(1e-6));
    }
    NullLaw weights = new NullLaw.WeightedBits(List.of(20L, 10L), 1, 2);
    assertThat(MeanInterval.of(weights, 200, count(3300), 0.005)).isEqualTo(bounded);
    assertThat(MeanInterval.of(thirty, 5, count(150), 0.005).high()).isCloseTo(30, within(1e-6));
    assertThat(MeanInterval.of(thirty, 5, count(0), 0.005).low()).isZero();
  }

  @Test
  void theShareIsTheShiftOverTheReferences() {
    Share share =
        Share.calibrated(QUARTER, 1_000_000, count(275_000), 100_000, count(50_000), 0.01);
    assertThat(share.estimate()).isCloseTo(0.1, within(1e-12));
    // 1e6: sd .00045, times z(.9975) = 2.807; 1e5: sd .00158
    assertThat(share.low()).isCloseTo((0.025 - 0.001253) / (0.25 + 0.00444), within(1e-4));
    assertThat(share.high()).isCloseTo((0.025 + 0.001253) / (0.25 - 0.00444), within(1e-4));
    Share gumbel = Share.calibrated(GUMBEL, 10_000, units(10_500), 10_000, units(15_000), 0.01);
    assertThat(gumbel.estimate()).isCloseTo(0.1, within(1e-9));
    assertThat(gumbel.low()).isBetween(0.03, 0.05);
    assertThat(gumbel.high()).isBetween(0.14, 0.18);
  }

  @Test
  void whatCannotBeSaidIsTheWholeRange() {
    Share nothing = Share.calibrated(QUARTER, 100, count(20), 100_000, count(50_000), 0.01);
    assertThat(nothing.estimate()).isZero();
    assertThat(nothing.low()).isZero();
    assertThat(nothing.high()).isBetween(0.2, 0.5);
    // a reference that is not shown to score above the null bounds nothing
    Share blind = Share.calibrated(QUARTER, 1000, count(260), 50, count(14), 0.01);
    assertThat(blind.low()).isZero();
    assertThat(blind.high()).isEqualTo(1);
    assertThat(Share.calibrated(QUARTER, 100, count(90), 1000, count(400), 0.01).estimate())
        .isEqualTo(1);
  }

  @Test
  void withoutAReferenceTheFewestMarkedTuplesExplainTheRest() {
    double share = Share.atLeast(QUARTER, 1000, count(400), BigInteger.ONE, 0.01);
    long m = Math.round(share * 1000);
    double lnAlpha = StrictMath.log(0.01);
    assertThat(BinomialTail.lnUpper(1000 - m, 400 - m, 1, 4)).isGreaterThan(lnAlpha);
    assertThat(BinomialTail.lnUpper(1001 - m, 401 - m, 1, 4)).isLessThanOrEqualTo(lnAlpha);
    assertThat(share).isCloseTo((0.4 - 0.25) / 0.75, within(0.06));
    double population = Share.atLeastByRate(QUARTER, 1000, 400, 0.01);
    assertThat(population).isCloseTo(share, within(0.01));
    assertThat(Share.atLeast(QUARTER, 1000, count(1000), BigInteger.ONE, 0.01)).isGreaterThan(0.99);
    assertThat(Share.atLeast(QUARTER, 1000, count(250), BigInteger.ONE, 0.01)).isZero();
  }

  @Test
  void lowScoresBoundTheShareOfExponentialScores() {
    // n = 10,000, cut .1, half marked with none low: 500 low
    double share = Share.atLeastByLowScores(10_000, 500, 0.1, 0.01);
    assertThat(share).isBetween(0.43, 0.5);
    long left = Math.round((1 - share) * 10_000);
    // P(Bin(left, .1) <= 500) just above .01, with one tuple more not
    assertThat(lower(left)).isGreaterThan(0.01);
    assertThat(lower(left + 1)).isLessThanOrEqualTo(0.01);
    assertThat(Share.atLeastByLowScores(10_000, 1_000, 0.1, 0.01)).isZero();
    assertThat(Share.atLeastByLowScores(10_000, 0, 0.1, 0.01)).isGreaterThan(0.99);
  }

  private static double lower(long n) {
    return StrictMath.exp(BinomialTail.lnUpper(n, n - 500, 9, 10));
  }

  /** The condition under which the pivot of exponential scores is conservative for mixtures. */
  @Test
  void marksOfTokensOfASeventhAndMoreSpreadLessThanExponentials() {
    for (double q = 1.0 / 7; q <= 1; q += 0.01) {
      for (double share = 0; share <= 1; share += 0.02) {
        MarkedScore score = MarkedScore.ofTokenProbability(q).dilutedTo(share);
        assertThat(score.variance()).isLessThanOrEqualTo(score.mean() * score.mean() + 1e-12);
      }
    }
    MarkedScore rare = MarkedScore.ofTokenProbability(0.05).dilutedTo(0.1);
    assertThat(rare.variance()).isGreaterThan(rare.mean() * rare.mean());
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> Share.calibrated(QUARTER, 0, count(0), 1, count(1), 0.01))
        .hasMessageContaining("n >= 1");
    assertThatThrownBy(() -> Share.atLeastByLowScores(5, 6, 0.1, 0.01))
        .hasMessageContaining("6 of 5");
    assertThatThrownBy(() -> Share.atLeastByRate(new NullLaw.Binomial(2, 1, 4), 5, 1, 0.01))
        .hasMessageContaining("single bits");
  }
}
