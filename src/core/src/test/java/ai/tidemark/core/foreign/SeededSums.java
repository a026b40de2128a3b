package ai.tidemark.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Score sums of one text under many keys, held against the mean and variance of a law. */
public final class SeededSums {
  private SeededSums() {}

  /**
   * Asserts that mean and variance over keys lie within four standard errors of a law's; a variance
   * over K keys has standard error sqrt(2 / K) of itself.
   *
   * @param mean of the law for one tuple
   * @param variance of the law for one tuple, corrected for finite tables where there is one
   * @param model by how much the law may be off in variance beside that, as a share
   */
  public static void assertLaw(
      ForeignScheme scheme, int[] ids, int keys, double mean, double variance, double model) {
    WordTuples tuples = new WordTuples(scheme.width());
    scheme.forEach(ids, ids.length, (_, words, at) -> tuples.add(words, at));
    int[] words = Arrays.copyOf(tuples.words(), tuples.size() * scheme.width());
    Moments moments = moments(scheme, words, keys, mean, variance);
    assertThat(moments.mean()).as("mean z").isCloseTo(0, within(4 / Math.sqrt(keys)));
    assertThat(moments.variance())
        .as("variance of z, n %d", tuples.size())
        .isCloseTo(1, within(4 * Math.sqrt(2.0 / keys) + model));
  }

  /**
   * Returns mean and variance over keys of the standardised sum.
   *
   * @param words tuples one after the other, repeats counted as often as they stand there
   */
  public static Moments moments(
      ForeignScheme scheme, int[] words, int keys, double mean, double variance) {
    int n = words.length / scheme.width();
    double[] z = new double[keys];
    for (int k = 0; k < keys; k++) {
      KeyedScheme key = scheme.seeded(ByteBuffer.allocate(32).putInt(k).array());
      double sum = 0;
      for (int at = 0; at < words.length; at += scheme.width()) {
        sum += key.score(words, at);
      }
      z[k] = (sum - n * mean) / Math.sqrt(n * variance);
    }
    double average = Arrays.stream(z).sum() / keys;
    double squares = Arrays.stream(z).map(x -> (x - average) * (x - average)).sum();
    return new Moments(average, squares / (keys - 1));
  }

  /** Mean and variance of standardised sums; 0 and 1 under the law. */
  public record Moments(double mean, double variance) {}
}
