package ai.tidemark.evidence.forge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.evidence.bundle.Code;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The test bundles for other verifiers. {@code -Dtidemark.bundleVectors=DIR} keeps them: {@code mvn
 * -Pintegration -pl src/evidence -am test -Dtest=BundleVectorsTest -Dtidemark.bundleVectors=DIR}.
 */
@Tag("integration")
final class BundleVectorsTest {
  /** These need the texts, a build that computes wrongly, or more than a megabyte. */
  private static final Set<Code> WITHOUT =
      EnumSet.of(Code.TEXTS_DIFFER, Code.REPORT_DIFFERS, Code.VECTORS_FAILED, Code.ARCHIVE_LIMIT);

  @TempDir private Path dir;

  @Test
  void oneOrMoreForEveryCode() throws IOException {
    String kept = System.getProperty("tidemark.bundleVectors", "");
    Path folder = kept.isEmpty() ? dir : Path.of(kept);
    BundleVectors.write(folder);

    JsonNode tests = Edit.tree(Files.readAllBytes(folder.resolve("index.json"))).path("tests");
    Set<Code> codes = EnumSet.noneOf(Code.class);
    int valid = 0;
    for (JsonNode test : tests) {
      test.path("codes").forEach(code -> codes.add(Code.valueOf(code.textValue())));
      valid += test.path("result").textValue().equals("valid") ? 1 : 0;
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(codes))).isEqualTo(WITHOUT);
    assertThat(valid).isEqualTo(9);
    assertThat(tests.size()).isGreaterThan(120);
  }
}
