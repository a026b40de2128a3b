package ai.tidemark.demo.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class GlossSplitTest {
  private static List<Gloss> all;
  private static GlossSplit split;

  @BeforeAll
  static void read() {
    all = WordNet.glosses();
    split = GlossSplit.of(all);
  }

  @Test
  void readsEverySynset() {
    // 82,192 + 13,789 + 18,185 + 3,625 lines hold a gloss, by grep -c over the four data files
    assertThat(all).hasSize(117_791);
    assertThat(all.getFirst())
        .isEqualTo(
            new Gloss(
                'n',
                1740,
                3,
                List.of("entity"),
                List.of(
                    "That which is perceived or known or inferred to have its own distinct"
                        + " existence (living or nonliving).")));
  }

  @Test
  void readsTheWordsOfASynset() {
    assertThat(all)
        .contains(
            new Gloss(
                'v',
                597879,
                31,
                List.of(
                    "know the score",
                    "be with it",
                    "be on the ball",
                    "know what's going on",
                    "know what's what"),
                List.of("Be well-informed.")));
  }

  @Test
  void thePartsShareNoSentence() {
    Set<String> training = new HashSet<>();
    for (Gloss gloss : split.training()) {
      gloss.sentences().forEach(sentence -> training.add(GlossSplit.identity(sentence)));
    }
    assertThat(split.heldOut())
        .allSatisfy(
            gloss ->
                assertThat(gloss.sentences())
                    .noneMatch(sentence -> training.contains(GlossSplit.identity(sentence))));
    double share = (double) split.heldOut().size() / all.size();
    assertThat(share).isBetween(0.51, 0.54);
  }

  @Test
  void theOrderInTheFilesDoesNotMatter() {
    assertThat(GlossSplit.of(all.reversed())).isEqualTo(split);
  }

  @Test
  void threeThousandDocumentsOfAboutTheSameLengthHoldAllHeldOutText() {
    List<String> documents = Documents.human(split, Documents.HUMAN);
    assertThat(documents).hasSize(Documents.HUMAN).doesNotHaveDuplicates();
    assertThat(documents).allMatch(text -> text.length() > 900 && text.length() < 2_500);
    long sentences = split.heldOut().stream().mapToLong(gloss -> characters(gloss)).sum();
    long joined = documents.stream().mapToLong(String::length).sum() + Documents.HUMAN;
    assertThat(joined).isEqualTo(sentences);
    assertThat(Documents.human(split, 150)).isEqualTo(documents.subList(0, 150));
  }

  private static long characters(Gloss gloss) {
    return gloss.sentences().stream().mapToLong(sentence -> sentence.length() + 1).sum();
  }

  @Test
  void refusesMoreDocumentsThanThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Documents.human(split, 3_001))
        .withMessage("count must be in 1..3000, but is 3001");
  }

  @Test
  void glossesBecomeSentences() {
    assertThat(Prose.sentences("a sudden abrupt pull  ")).containsExactly("A sudden abrupt pull.");
    assertThat(
            Prose.sentences(
                "(usually followed by `to') having the means; \"able to swim\"; \"was she?\""))
        .containsExactly(
            "(usually followed by 'to') having the means.", "Able to swim.", "Was she?");
    assertThat(Prose.sentences("agreeable; \"a person who agrees with me\"- Disraeli; \"again\""))
        .containsExactly("Agreeable.", "A person who agrees with me.", "Again.");
    assertThat(Prose.sentences("open; \"never closed")).containsExactly("Open.", "Never closed.");
  }
}
