package ai.tidemark.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.demo.story.Haystack.Document;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HaystackTest {
  private static final List<String> HUMAN =
      IntStream.range(0, 40).mapToObj(i -> "human \"text\" " + i).toList();
  private static final List<String> ANSWERS =
      IntStream.range(0, 6).mapToObj(i -> "answer " + i + " has these nine words in it").toList();

  @TempDir private Path folder;

  @Test
  void hidesAThirdOfEachKindAndMixes() {
    Haystack haystack = Haystack.of(HUMAN, ANSWERS, "seed");
    assertThat(haystack.count(Kind.HUMAN)).isEqualTo(40);
    assertThat(haystack.count(Kind.WHOLE)).isEqualTo(2);
    assertThat(haystack.count(Kind.HALVED)).isEqualTo(2);
    assertThat(haystack.count(Kind.EDITED)).isEqualTo(2);
    assertThat(haystack.documents())
        .contains(new Document(Kind.WHOLE, ANSWERS.get(0)))
        .contains(new Document(Kind.WHOLE, ANSWERS.get(3)));
    assertThat(haystack).isEqualTo(Haystack.of(HUMAN, ANSWERS, "seed"));
    assertThat(haystack).isNotEqualTo(Haystack.of(HUMAN, ANSWERS, "other seed"));
  }

  @Test
  void theFileNeverSaysWhatADocumentIs() throws IOException {
    Haystack haystack = Haystack.of(HUMAN, ANSWERS, "seed");
    haystack.write(folder.resolve("corpus.jsonl"));
    haystack.writeTruth(folder.resolve("truth.jsonl"));
    List<String> lines = Files.readAllLines(folder.resolve("corpus.jsonl"));
    List<String> truth = Files.readAllLines(folder.resolve("truth.jsonl"));
    JsonMapper json = JsonMapper.builder().build();
    for (int i = 0; i < 46; i++) {
      var record = json.readTree(lines.get(i));
      assertThat(record.size()).isEqualTo(2);
      assertThat(record.path("text").asText()).isEqualTo(haystack.documents().get(i).text());
      assertThat(truth.get(i))
          .isEqualTo(
              "{\"id\":\"d%d\",\"kind\":\"%s\"}"
                  .formatted(i + 1, haystack.documents().get(i).kind().word()));
      assertThat(record.path("id").asText()).isEqualTo("d" + (i + 1));
    }
  }

  @Test
  void flaggedLinesAreToldApartByWhatTheyAre() throws IOException {
    Haystack haystack =
        new Haystack(
            List.of(
                new Document(Kind.HUMAN, "a"),
                new Document(Kind.WHOLE, "b"),
                new Document(Kind.EDITED, "c"),
                new Document(Kind.WHOLE, "d")));
    Path flagged = folder.resolve("flagged.jsonl");
    Files.writeString(flagged, "{\"line\":1}\n{\"line\":2}\n{\"line\":4}\n{\"line\":3}\n");
    Found found = Found.read(flagged, haystack);
    assertThat(found.total()).isEqualTo(4);
    assertThat(found.of(Kind.WHOLE)).isEqualTo(2);
    assertThat(found.of(Kind.HALVED)).isZero();
    assertThat(found.falseDiscoveryShare()).isEqualTo(0.25);
    Files.writeString(flagged, "");
    assertThat(Found.read(flagged, haystack).falseDiscoveryShare()).isZero();
    Files.writeString(flagged, "{\"line\":5}\n");
    assertThatThrownBy(() -> Found.read(flagged, haystack))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("names line 5 of the corpus");
  }
}
