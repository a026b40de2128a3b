package ai.tidemark.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import java.util.Random;

/** Scores of keys made from seeds on random ids, against the moments of one score. */
public final class SeededMoments {
  private static final int KEYS = 20;
  private static final int TOKENS = 10_000;

  private SeededMoments() {}

  /**
   * Requires mean and variance within four standard errors over 200,000 scores.
   *
   * @param mean of one score, in units of {@code unit}
   * @param variance of one score
   * @param square variance of (score - mean)^2
   */
  public static void require(
      ForeignScheme scheme,
      int vocabulary,
      double unit,
      double mean,
      double variance,
      double square) {
    Random random = new Random(20261124);
    double[] sums = new double[3];
    for (int k = 0; k < KEYS; k++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      KeyedScheme key = scheme.seeded(seed);
      int[] ids = random.ints(TOKENS, 0, vocabulary).toArray();
      KeyedScheme again = scheme.seeded(seed.clone()).copy();
      scheme.forEach(
          ids,
          TOKENS,
          (_, words, at) -> {
            long score = key.score(words, at);
            assertThat(again.score(words, at)).isEqualTo(score);
            double d = score / unit - mean;
            sums[0]++;
            sums[1] += d;
            sums[2] += d * d;
          });
    }
    double n = sums[0];
    assertThat(n).isGreaterThan(0.99 * KEYS * TOKENS);
    assertThat(sums[1] / n).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
    assertThat(sums[2] / n).isCloseTo(variance, within(4 * Math.sqrt(square / n)));
  }
}
