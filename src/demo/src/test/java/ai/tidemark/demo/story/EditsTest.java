package ai.tidemark.demo.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EditsTest {
  private static final String TEXT = "one two three four five six seven eight nine ten";

  @Test
  void halvesAreCutBetweenWordsAndMakeTheWhole() {
    assertThat(Edits.half(TEXT, true)).isEqualTo("one two three four five six");
    assertThat(Edits.half(TEXT, false)).isEqualTo("seven eight nine ten");
    assertThat(Edits.half("word", true)).isEqualTo("word");
    assertThat(Edits.half("word", false)).isEmpty();
  }

  @Test
  void exactlyTheShareOfTheWordsIsDeletedAndTheRestKeepsItsOrder() {
    List<String> words = Edits.words(TEXT);
    for (int seed = 0; seed < 50; seed++) {
      List<String> rest =
          Edits.words(Edits.withoutWords("  " + TEXT + "\n", 0.3, new SplittableRandom(seed)));
      assertThat(rest).hasSize(7).isSubsetOf(words).isSortedAccordingTo(byPlace(words));
    }
    assertThat(Edits.withoutWords(TEXT, 0, new SplittableRandom(1))).isEqualTo(TEXT);
    assertThat(Edits.withoutWords(TEXT, 1, new SplittableRandom(1))).isEmpty();
    assertThat(Edits.withoutWords("", 0.3, new SplittableRandom(1))).isEmpty();
  }

  @Test
  void everyWordIsDeletedEquallyOften() {
    int[] kept = new int[10];
    List<String> words = Edits.words(TEXT);
    SplittableRandom random = new SplittableRandom(3);
    int n = 2_000;
    for (int i = 0; i < n; i++) {
      for (String word : Edits.words(Edits.withoutWords(TEXT, 0.3, random))) {
        kept[words.indexOf(word)]++;
      }
    }
    double sd = Math.sqrt(n * 0.7 * 0.3);
    for (int count : kept) {
      assertThat(Math.abs(count - 0.7 * n)).isLessThan(4 * sd);
    }
  }

  private static Comparator<String> byPlace(List<String> words) {
    return Comparator.comparingInt(words::indexOf);
  }
}
