package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.foreign.WordTuples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SamplerTest {
  private static final int BITS = 44;
  private final Contender contender = new OwnContender();
  private final HumanTexts texts = random(200, 300);

  /** Texts over a small vocabulary, so that tuples repeat. */
  static HumanTexts random(int count, int length) {
    Random random = new Random(3);
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = new int[length];
      Arrays.setAll(ids, _ -> random.nextInt(1 + random.nextInt(12)));
      all.add(ids);
    }
    return HumanTexts.of("", all);
  }

  @Test
  void takesWhatTheHashSaysWithAllItsOccurrences() {
    Sampler sampler = new Sampler(texts, contender);
    CountedTuples whole = sampler.byTuple(Sampler.WHOLE, 16);
    int rate = Sampler.WHOLE / 5;
    CountedTuples part = sampler.byTuple(rate, 16);
    List<String> expected = new ArrayList<>();
    long occurrences = 0;
    for (int i = 0; i < whole.size(); i++) {
      occurrences += whole.occurrences(i);
      if (WordTuples.hash(whole.words(), 4 * i, 4) >>> BITS < rate) {
        expected.add(line(whole, i));
      }
    }
    assertThat(occurrences).isEqualTo(200L * 2 * (300 - 4));
    assertThat(part.size()).isBetween(whole.size() / 6, whole.size() / 4);
    assertThat(lines(part)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void takesContextsWhole() {
    Sampler sampler = new Sampler(texts, contender);
    CountedTuples whole = sampler.byTuple(Sampler.WHOLE, 16);
    Map<String, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < whole.size(); i++) {
      sizes.merge(context(whole, i), 1, Integer::sum);
    }
    CountedTuples part = sampler.byContext(3, 3, 20, 400);
    Map<String, Integer> chosen = new TreeMap<>();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      if (chosen.merge(context(part, i), 1, Integer::sum) == 1) {
        order.add(context(part, i));
      }
    }
    assertThat(part.size()).isBetween(400, 419);
    assertThat(chosen).isNotEmpty();
    chosen.forEach((context, size) -> assertThat(size).isEqualTo(sizes.get(context)));
    assertThat(chosen.values()).allMatch(size -> size >= 3 && size <= 20);
    for (int i = 1; i < part.size(); i++) { // context by context
      assertThat(order.indexOf(context(part, i)))
          .isGreaterThanOrEqualTo(order.indexOf(context(part, i - 1)));
    }
  }

  private static String context(CountedTuples tuples, int tuple) {
    return Arrays.toString(Arrays.copyOfRange(tuples.words(), 4 * tuple, 4 * tuple + 3));
  }

  private static List<String> lines(CountedTuples tuples) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < tuples.size(); i++) {
      lines.add(line(tuples, i));
    }
    return lines;
  }

  private static String line(CountedTuples tuples, int i) {
    return Arrays.toString(Arrays.copyOfRange(tuples.words(), 4 * i, 4 * i + 4))
        + tuples.occurrences(i)
        + " "
        + tuples.texts(i);
  }
}
