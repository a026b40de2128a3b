package ai.tidemark.core.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Cumulants of the marked score against sums of reciprocals, and against each other. */
final class MarkedScoreTest {
  @Test
  void wholeReciprocalsAreSumsOfPowers() {
    double mean = 0;
    double variance = 0;
    double third = 0;
    for (int m = 1; m <= 40; m++) {
      mean += 1.0 / m;
      variance += 1.0 / m / m;
      third += 2.0 / m / m / m;
      MarkedScore score = MarkedScore.ofTokenProbability(1.0 / m);
      assertThat(score.mean()).isCloseTo(mean, within(1e-11));
      assertThat(score.variance()).isCloseTo(variance, within(1e-12));
      assertThat(score.third()).isCloseTo(third, within(1e-12));
    }
  }

  @Test
  void betweenWholeReciprocalsTheRecurrencesHold() {
    // psi'(x) - psi'(x+1) = 1/x^2, psi''(x) - psi''(x+1) = -2/x^3; psi'(1/2) = pi^2/2
    assertThat(Polygamma.trigamma(0.5)).isCloseTo(Math.PI * Math.PI / 2, within(1e-12));
    assertThat(Polygamma.tetragamma(0.5)).isCloseTo(-16.82879664423432, within(1e-11));
    for (double x = 11.05; x < 12; x += 0.1) { // one side by the recurrence, the other by series
      assertThat(Polygamma.trigamma(x) - Polygamma.trigamma(x + 1))
          .isCloseTo(1 / (x * x), within(1e-15));
      assertThat(Polygamma.tetragamma(x) - Polygamma.tetragamma(x + 1))
          .isCloseTo(-2 / (x * x * x), within(1e-15));
    }
  }

  @Test
  void knownMeansOfTheNotes() {
    double[][] table = {{0.9, 1.069}, {0.7, 1.245}, {0.5, 1.5}, {0.3, 1.92}, {0.1, 2.93}};
    for (double[] row : table) {
      assertThat(MarkedScore.ofTokenProbability(row[0]).mean()).isCloseTo(row[1], within(6e-3));
    }
  }

  @Test
  void excessFindsItsTokenProbability() {
    for (double q : new double[] {1, 0.9, 0.5, 0.1, 1e-3, 1e-9}) {
      MarkedScore score = MarkedScore.ofTokenProbability(q);
      MarkedScore found = MarkedScore.ofExcess(score.mean() - 1);
      assertThat(found.mean()).isCloseTo(score.mean(), within(1e-11));
      assertThat(found.variance()).isCloseTo(score.variance(), within(1e-9));
      assertThat(found.third()).isCloseTo(score.third(), within(1e-9));
    }
    assertThat(MarkedScore.ofExcess(Power.DEFAULT_EXCESS).variance()).isCloseTo(1.25, within(1e-9));
  }

  @Test
  void dilutionGoesFromMarkedToUnmarked() {
    MarkedScore marked = MarkedScore.ofTokenProbability(0.5);
    assertThat(marked.dilutedTo(1).mean()).isCloseTo(marked.mean(), within(1e-15));
    assertThat(marked.dilutedTo(1).variance()).isEqualTo(marked.variance());
    assertThat(marked.dilutedTo(1).third()).isEqualTo(marked.third());
    assertThat(marked.dilutedTo(0)).isEqualTo(MarkedScore.UNMARKED);
    // By raw moments: E x^2 and E x^3 of a mixture are the mixtures of E x^2 and E x^3.
    double share = 0.3;
    MarkedScore mixed = marked.dilutedTo(share);
    assertThat(mixed.mean()).isCloseTo(1.15, within(1e-12));
    assertThat(second(mixed)).isCloseTo(0.7 * 2 + share * second(marked), within(1e-13));
    assertThat(cube(mixed)).isCloseTo(0.7 * 6 + share * cube(marked), within(1e-13));
  }

  private static double second(MarkedScore score) {
    return score.variance() + score.mean() * score.mean();
  }

  private static double cube(MarkedScore score) {
    double mean = score.mean();
    return score.third() + 3 * mean * score.variance() + mean * mean * mean;
  }

  @Test
  void leastExcessIsBelowTheExcessOfEveryProbability() {
    for (double x = 1e-3; x < 300; x *= 1.1) {
      double excess = MarkedScore.ofTokenProbability(Math.exp(-x)).mean() - 1;
      assertThat(MarkedScore.leastExcess(x)).isLessThanOrEqualTo(excess + 1e-11);
    }
    assertThat(MarkedScore.leastExcess(1)).isCloseTo(0.6449340668, within(1e-10));
  }

  @Test
  void impossibleProbabilitiesAreRefused() {
    assertThatThrownBy(() -> MarkedScore.ofTokenProbability(0)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> MarkedScore.ofTokenProbability(1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> MarkedScore.ofExcess(-0.1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> MarkedScore.UNMARKED.dilutedTo(2)).hasMessageContaining("2.0");
  }
}
