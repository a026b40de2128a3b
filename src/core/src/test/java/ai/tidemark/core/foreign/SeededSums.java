package ai.tidemark.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
    int n = tuples.size();
    List<Double> z = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      KeyedScheme key = scheme.seeded(ByteBuffer.allocate(32).putInt(k).array());
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += key.score(tuples.words(), i * scheme.width());
      }
      z.add((sum - n * mean) / Math.sqrt(n * variance));
    }
    double average = z.stream().mapToDouble(Double::doubleValue).sum() / keys;
    double spread = z.stream().mapToDouble(x -> (x - average) * (x - average)).sum() / (keys - 1);
    assertThat(average).as("mean z, n %d", n).isCloseTo(0, within(4 / Math.sqrt(keys)));
    assertThat(spread)
        .as("variance of z, n %d", n)
        .isCloseTo(1, within(4 * Math.sqrt(2.0 / keys) + model));
  }
}
