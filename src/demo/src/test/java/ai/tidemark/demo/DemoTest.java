package ai.tidemark.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.scan.Cancellation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, small: real servers, the real proxy, the real scan. */
@Timeout(120)
final class DemoTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path cache;
  @TempDir private Path folder;

  private DemoOptions options(String seed) {
    return DemoOptions.of(seed, folder.resolve("demo")).withSizes(12, 150).withCache(cache);
  }

  @Test
  void answersAreFoundAndNothingElseIs() throws IOException {
    StringWriter out = new StringWriter();
    int status = Demo.run(options("test"), new PrintWriter(out), new Cancellation());
    String told = out.toString();
    assertThat(status).as(told).isEqualTo(Demo.HELD);
    assertThat(told)
        .contains("seed        test")
        .contains("proxy at http://127.0.0.1:")
        .contains("12 answers through the proxy")
        .contains("12 marked (walk")
        .contains("among 150 human documents: 4 whole, 4 cut in half, 4 with 30 %")
        .contains("human 0/150")
        .contains("all 27 claims hold");

    Path demo = folder.resolve("demo");
    JsonNode report = JSON.readTree(demo.resolve("report/report.json").toFile());
    assertThat(report.path("verdict").asText()).isEqualTo("marked");
    assertThat(report.path("wrongKeys")).hasSize(10);
    for (JsonNode wrong : report.path("wrongKeys")) {
      assertThat(wrong.path("verdict").asText()).isEqualTo("not shown");
    }
    for (JsonNode result : report.path("results")) {
      boolean asked = List.of("fleet", "birch").contains(result.path("key").asText());
      assertThat(result.path("verdict").asText()).isEqualTo(asked ? "marked" : "not shown");
    }
    JsonNode innocent = JSON.readTree(demo.resolve("innocent-report/report.json").toFile());
    assertThat(innocent.path("verdict").asText()).isEqualTo("not shown");
    assertThat(Files.readAllLines(demo.resolve("corpus.jsonl"))).hasSize(162);
    assertThat(Files.readAllLines(demo.resolve("records.jsonl"))).hasSize(12);
    try (KeyFile written = KeyFile.read(demo.resolve("keys.json"))) {
      assertThat(written.tenants()).containsExactly("ash", "birch", "cedar");
      assertThat(written.fleetId()).isEqualTo("434ea5cc679350bf"); // from the seed
      assertThat(written.tenantId("birch")).isEqualTo("ae2b9f7b350f653a");
    }
    assertThat(told)
        .contains("evidence    authentic, time, keys, recomputed, calibrated: verified in")
        .contains("tampered    one digit of n changed: refused, FILE_DIGEST")
        .contains("the second verifier did not run: it needs");
    assertThat(demo.resolve("case.tmev")).exists();
  }

  @Test
  void saysWhichClaimFailedWhereThereIsTooLittleToFind() throws IOException {
    StringWriter out = new StringWriter();
    DemoOptions options =
        new DemoOptions("thin", folder.resolve("demo"), 3, 20, 150, cache, Path.of(""));
    int status = Demo.run(options, new PrintWriter(out), new Cancellation());
    assertThat(status).isEqualTo(Demo.FAILED);
    // the corpus as a whole may be marked all the same: by one answer that happens to stand out
    assertThat(out.toString())
        .contains("this claim failed: fleet's key is marked\n")
        .contains("this claim failed: birch's key is marked\n")
        .doesNotContain("claim failed: wrong")
        .containsPattern("[0-9]+ of 27 claims failed, in ");
    assertThat(folder.resolve("demo/report/report.json")).exists();
  }

  @Test
  void aStopLeavesNothingBehind() throws IOException {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    StringWriter out = new StringWriter();
    int status = Demo.run(options("stopped"), new PrintWriter(out), cancellation);
    assertThat(status).isEqualTo(Demo.INTERRUPTED);
    assertThat(folder.resolve("demo")).doesNotExist();
    assertThat(out.toString()).doesNotContain("claim");
  }

  @Test
  void neverTouchesAFolderThatHoldsOtherFiles() throws IOException {
    Path demo = Files.createDirectories(folder.resolve("demo"));
    Path keys = Files.writeString(demo.resolve("keys.json"), "mine");
    StringWriter out = new StringWriter();
    assertThatThrownBy(() -> Demo.run(options("x"), new PrintWriter(out), new Cancellation()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds files that no demonstration made; give an empty folder");
    assertThat(out.toString()).isEmpty();
    assertThat(keys).hasContent("mine");
    try (Stream<Path> files = Files.list(demo)) {
      assertThat(files).containsExactly(keys);
    }
  }

  @Test
  void refusesSizesItCannotTell() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options("x").withSizes(2, 10))
        .withMessage("answers must be in 3..10000, but is 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options("x").withSizes(3, 3_001))
        .withMessage("documents must be in 1..3000, but is 3001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.of(" ", folder))
        .withMessage("seed must not be blank");
  }
}
