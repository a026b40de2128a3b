package ai.tidemark.evidence.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.log.Merkle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page lists every code, with its claim and its rule, and no other. */
final class CodePageTest {
  private static final Path FORMATS =
      Path.of(System.getProperty("tidemark.root"), "docs", "formats");

  @Test
  void thePageAndTheCodesSayTheSame() throws IOException {
    List<String> rows =
        Files.readAllLines(FORMATS.resolve("bundle.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z0-9_]+` \\| .*"))
            .toList();

    assertThat(rows)
        .isEqualTo(
            Arrays.stream(Code.values())
                .map(c -> "| `" + c + "` | " + c.claim().word() + " | " + c.rule() + " |")
                .toList());
  }

  @Test
  void everyCodeIsExplainedWhereItsRuleStands() throws IOException {
    String page = Files.readString(FORMATS.resolve("bundle.md"));
    String rules = page.substring(0, page.indexOf("## 5. Codes"));
    for (Code code : Code.values()) {
      boolean archive = code.name().startsWith("ARCHIVE_"); // section 1 tells these as one
      assertThat(archive || rules.contains("`" + code + "`")).as(code.name()).isTrue();
    }
  }

  @Test
  void theKnownAnswersArePackedAsTheyAre() throws IOException {
    assertThat(KnownAnswers.SHA_256)
        .isEqualTo(HexFormat.of().formatHex(Merkle.sha256(KnownAnswers.bytes())));
    assertThat(Files.readString(FORMATS.resolve("bundle.md"))).contains(KnownAnswers.SHA_256);
  }
}
