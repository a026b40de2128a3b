package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.foreign.WordTuples;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CountedTuplesTest {
  @Test
  void countsOccurrencesAndTexts() {
    Random random = new Random(1);
    CountedTuples tuples = new CountedTuples(2, 1); // grows many times
    Map<Long, Integer> occurrences = new HashMap<>();
    Map<Long, Set<Integer>> texts = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int text = i / 100;
      int[] words = {7, random.nextInt(60), random.nextInt(60)};
      tuples.add(words, 1, WordTuples.hash(words, 1, 2), text);
      long pair = words[1] * 100L + words[2];
      occurrences.merge(pair, 1, Integer::sum);
      texts.computeIfAbsent(pair, _ -> new HashSet<>()).add(text);
    }
    assertThat(tuples.size()).isEqualTo(occurrences.size());
    for (int i = 0; i < tuples.size(); i++) {
      long pair = tuples.words()[2 * i] * 100L + tuples.words()[2 * i + 1];
      assertThat(tuples.occurrences(i)).isEqualTo(occurrences.get(pair));
      assertThat(texts.getOrDefault(pair, Set.of())).hasSize(tuples.texts(i));
    }
  }

  @Test
  void copiesCountsOnce() {
    CountedTuples from = new CountedTuples(1, 4);
    int[] word = {9};
    for (int text : new int[] {0, 0, 1}) {
      from.add(word, 0, WordTuples.hash(word, 0, 1), text);
    }
    CountedTuples to = new CountedTuples(1, 4);
    to.copy(from, 0);
    assertThat(to.size()).isEqualTo(1);
    assertThat(to.occurrences(0)).isEqualTo(3);
    assertThat(to.texts(0)).isEqualTo(2);
    assertThatThrownBy(() -> to.copy(from, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
