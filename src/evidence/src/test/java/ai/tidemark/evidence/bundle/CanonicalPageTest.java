package ai.tidemark.evidence.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of docs/formats/canonical-json.md are what the page says. */
final class CanonicalPageTest {
  private static List<String> block(String before) throws IOException {
    Path page =
        Path.of(System.getProperty("tidemark.root"), "docs", "formats", "canonical-json.md");
    String text = Files.readString(page);
    int from = text.indexOf("```\n", text.indexOf(before)) + 4;
    return text.substring(from, text.indexOf("```", from)).lines().toList();
  }

  private static StrictJson read(String json) {
    return BundleJson.read(
        "case",
        json.getBytes(StandardCharsets.UTF_8),
        root -> {
          root.names().forEach(root::ignore);
          return root;
        });
  }

  @Test
  void validOnesAreRead() throws IOException {
    List<String> valid = block("Valid (each");

    assertThat(valid).hasSize(3);
    valid.forEach(CanonicalPageTest::read);
  }

  @Test
  void invalidOnesAreRefused() throws IOException {
    List<String> invalid = block("Invalid, with");

    assertThat(invalid).hasSize(12);
    for (String line : invalid) {
      String json = line.split(" {3,}", 2)[0].replace("}\\n", "}\n");
      assertThatThrownBy(() -> read(json))
          .as(line)
          .isInstanceOfSatisfying(
              BundleException.class, e -> assertThat(e.code()).isEqualTo(Code.JSON_NOT_CANONICAL));
    }
  }
}
