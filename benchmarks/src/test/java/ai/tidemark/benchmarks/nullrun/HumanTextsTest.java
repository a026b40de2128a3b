package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Cl100k;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HumanTextsTest {
  private static final String FIRST = "The tide rises, the tide falls.";
  private static final String SECOND = "Ebbe und Flut, 潮の満ち引き";

  @TempDir Path folder;

  @Test
  void keepsIdsAndBytesOfEveryText() throws IOException {
    Path corpus = write(line(FIRST) + line(SECOND));
    HumanTexts texts = HumanTexts.read(corpus, Cl100k.get());
    HumanTexts kept = HumanTexts.read(corpus, Cl100k.get()); // from the file of ids
    for (HumanTexts each : new HumanTexts[] {texts, kept}) {
      assertThat(each.count()).isEqualTo(2);
      assertThat(ids(each, 0)).isEqualTo(Cl100k.get().encode(FIRST));
      assertThat(ids(each, 1)).isEqualTo(Cl100k.get().encode(SECOND));
      Texts bytes = each.asBytes(Cl100k.get());
      assertThat(ids(bytes, 1)).isEqualTo(bytes(SECOND));
      assertThat(bytes.mostIds()).isEqualTo(bytes(SECOND).length);
      assertThat(ids(each.folded(), 1))
          .isEqualTo(
              Arrays.stream(Cl100k.get().encode(SECOND)).map(id -> id % HumanTexts.FOLD).toArray());
    }
  }

  @Test
  void doesNotTakeTheIdsOfAnotherCorpus() throws IOException {
    HumanTexts before = HumanTexts.read(write(line(FIRST)), Cl100k.get());
    HumanTexts after = HumanTexts.read(write(line(SECOND)), Cl100k.get());
    assertThat(ids(after, 0)).isEqualTo(Cl100k.get().encode(SECOND));
    assertThat(after.sha256()).isNotEqualTo(before.sha256());
  }

  @Test
  void namesTheLineThatIsNoText() throws IOException {
    Path corpus = write(line(FIRST) + "{\"id\": \"b\"}\n");
    assertThatThrownBy(() -> HumanTexts.read(corpus, Cl100k.get()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("corpus.jsonl:2")
        .hasMessageContaining("text");
  }

  private Path write(String lines) throws IOException {
    return Files.writeString(folder.resolve("corpus.jsonl"), lines);
  }

  private static String line(String text) {
    return "{\"id\": \"a\", \"text\": \"" + text + "\"}\n";
  }

  private static int[] ids(Texts texts, int text) {
    int[] ids = new int[texts.mostIds()];
    int n = texts.read(text, ids);
    return Arrays.copyOf(ids, n);
  }

  private static int[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    Arrays.setAll(ids, i -> bytes[i] & 0xFF);
    return ids;
  }
}
