package ai.tidemark.core.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.BinomialTail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sample sizes of the exact binomial test. */
final class GreenListPowerTest {
  private static final double LN_ALPHA = Power.lnAlpha(1e-6, 1);

  /**
   * Alpha 1e-6, power .99. The last column are the sizes of earlier notes for the same power; the
   * first n that reaches it, which whole counts make up to 2 % smaller, is what we return.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 4, 0.50, 1,    181",
    "1, 4, 0.50, 0.5,  677",
    "1, 4, 0.50, 0.1,  15489",
    "1, 4, 0.50, 0.01, 1510000",
    "1, 2, 0.75, 1,    188",
    "1, 2, 0.75, 0.5,  793",
    "1, 2, 0.75, 0.1,  20065",
    "1, 2, 0.65, 1,    546",
    "1, 2, 0.65, 0.1,  55768",
  })
  void findsTheLeastNumberOfTuples(
      long successes, long of, double marked, double share, long notes) {
    GreenListPower power = new GreenListPower(successes, of, marked);
    long n = power.tuplesFor(LN_ALPHA, 0.99, share).orElseThrow();
    System.out.printf(
        "measured: green %d/%d to %s at share %s: n = %d, notes %d%n",
        successes, of, marked, share, n, notes);
    assertThat((double) n).isBetween(notes * 0.98, notes * 1.0);
    assertThat(power.probability(n, LN_ALPHA, share)).isGreaterThanOrEqualTo(0.99);
    assertThat(power.probability(notes, LN_ALPHA, share)).isGreaterThanOrEqualTo(0.9895);
    long step = Math.max(1, n / 100);
    for (long fewer = n - 1; fewer > n - 3 * step && fewer > 0; fewer -= step) {
      assertThat(power.probability(fewer, LN_ALPHA, share)).isLessThan(0.99);
    }
  }

  @Test
  void thePowerIsTheTailAtTheCriticalCount() {
    GreenListPower power = new GreenListPower(1, 4, 0.5);
    long k = power.criticalCount(181, LN_ALPHA);
    assertThat(BinomialTail.lnUpper(181, k, 1, 4)).isLessThanOrEqualTo(LN_ALPHA);
    assertThat(BinomialTail.lnUpper(181, k - 1, 1, 4)).isGreaterThan(LN_ALPHA);
    assertThat(power.probability(181, LN_ALPHA, 1))
        .isCloseTo(StrictMath.exp(BinomialTail.lnUpper(181, k, 1, 2)), within(1e-12));
    // nothing marked: the probability is the attained level
    assertThat(power.probability(181, LN_ALPHA, 0)).isBetween(1e-7, 1e-6);
    assertThat(power.criticalCount(5, LN_ALPHA)).isEqualTo(6); // 4^-5 is above 1e-6
    assertThat(power.probability(5, LN_ALPHA, 1)).isZero();
  }

  @Test
  void erasAreHypothesesToo() {
    GreenListPower power = new GreenListPower(1, 4, 0.5);
    long one = power.tuplesFor(LN_ALPHA, 0.99, 0.1).orElseThrow();
    long keysAndEras = power.tuplesFor(Power.lnAlpha(1e-6, 10_000L * 8), 0.99, 0.1).orElseThrow();
    // (z(1.25e-11) + z(.99))^2 / (z(1e-6) + z(.99))^2 = (6.675 + 2.326)^2 / 7.080^2
    assertThat((double) keysAndEras / one).isCloseTo(1.616, within(0.02));
  }

  @Test
  void whatCannotBeShownIsSaid() {
    GreenListPower power = new GreenListPower(1, 4, 0.5);
    assertThat(power.tuplesFor(LN_ALPHA, 0.99, 0)).isEmpty();
    assertThatThrownBy(() -> new GreenListPower(1, 4, 0.2)).hasMessageContaining("0.2");
    assertThatThrownBy(() -> power.probability(5, LN_ALPHA, 1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> power.tuplesFor(LN_ALPHA, 1, 1)).hasMessageContaining("power");
  }
}
