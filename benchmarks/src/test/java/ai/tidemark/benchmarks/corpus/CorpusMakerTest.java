package ai.tidemark.benchmarks.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusMakerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Recipe RECIPE = new Recipe(5, 1_600, 0.02, 0.4, 0.1);

  @TempDir private static Path dir;
  private static ObjectNode made = JSON.createObjectNode();
  private static List<ScanReport> scanned = List.of();

  @BeforeAll
  static void make() throws IOException {
    made = new CorpusMaker(dir.resolve("a"), dir).make(RECIPE, 2);
    scanned = List.of(scan());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Returns file, line and row as one. */
  private static String place(JsonNode line) {
    return line.path("file").asText() + ":" + line.path("line") + "#" + line.path("row");
  }

  private static Map<Path, byte[]> files(Path root) throws IOException {
    Map<Path, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void theSameRecipeGivesTheSameBytes() throws IOException {
    new CorpusMaker(dir.resolve("b"), dir).make(RECIPE, 1);
    Map<Path, byte[]> first = files(dir.resolve("a/corpus"));
    Map<Path, byte[]> second = files(dir.resolve("b/corpus"));
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach(
        (file, bytes) -> assertThat(second.get(file)).as(file.toString()).isEqualTo(bytes));
    for (String truth : List.of("marked.jsonl", "duplicates.jsonl", "keys.json")) {
      assertThat(dir.resolve("b").resolve(truth))
          .hasSameBinaryContentAs(dir.resolve("a").resolve(truth));
    }
  }

  @Test
  void sharesAreThoseAskedFor() {
    Recipe recipe = new Recipe(9, 200_000, 0.001, 0.4, 0.1);
    double marked = 0;
    double boilerplate = 0;
    double duplicates = 0;
    for (long d = 0; d < recipe.documents(); d++) {
      long original = recipe.original(d);
      assertThat(original).isBetween(0L, d);
      assertThat(recipe.original(original)).isEqualTo(original);
      marked += recipe.isMarked(original) ? 1 : 0;
      boilerplate += recipe.hasBoilerplate(original) ? 1 : 0;
      duplicates += original == d ? 0 : 1;
    }
    // five standard errors; an early document has more duplicates, so a little more than binomial
    assertThat(marked / 200_000).isBetween(0.0006, 0.0014);
    assertThat(boilerplate / 200_000).isBetween(0.392, 0.408);
    assertThat(duplicates / 200_000).isBetween(0.0966, 0.1034);
  }

  @Test
  void anotherSeedGivesOtherText() {
    Mix one = new Mix();
    Mix other = new Mix();
    one.seed(1, 7, 0);
    other.seed(2, 7, 0);
    Utf8Text first = new Utf8Text();
    Utf8Text second = new Utf8Text();
    Prose prose = ListedProse.all().getFirst();
    prose.write(400, one, first);
    prose.write(400, other, second);
    assertThat(first.toArray()).isNotEqualTo(second.toArray()).hasSizeBetween(380, 700);
  }

  @Test
  void aScanReadsEveryDocumentAndFindsTheTruth() throws IOException {
    ScanReport report = scanned.getFirst();
    assertThat(made.path("formats")).hasSize(Format.values().length);
    assertThat(report.totals().documents()).isEqualTo(RECIPE.documents());
    assertThat(report.skipped()).isEmpty();
    Set<String> flagged = new HashSet<>();
    lines(dir.resolve("out/flagged.jsonl")).forEach(line -> flagged.add(place(line)));
    Set<String> marked = new HashSet<>();
    int longOnes = 0;
    for (JsonNode line : lines(dir.resolve("a/marked.jsonl"))) {
      marked.add(place(line));
      if (line.path("tokens").asInt() >= 300 && !line.path("boilerplate").asBoolean()) {
        longOnes++;
        assertThat(flagged).contains(place(line));
      }
    }
    assertThat(longOnes).isGreaterThan(5);
    flagged.removeAll(marked);
    assertThat(flagged).hasSizeLessThan(3);
  }

  @Test
  void aDuplicateIsItsOriginalByteForByte() throws IOException {
    for (JsonNode line : lines(dir.resolve("a/duplicates.jsonl"))) {
      assertThat(line.path("duplicateOf").asLong()).isLessThan(line.path("document").asLong());
    }
    // as the scan sees them: the same evidence
    Map<Long, JsonNode> byOriginal = new HashMap<>();
    Map<String, JsonNode> flagged = new HashMap<>();
    for (JsonNode line : lines(dir.resolve("out/flagged.jsonl"))) {
      flagged.put(place(line), line);
    }
    int repeated = 0;
    for (JsonNode line : lines(dir.resolve("a/marked.jsonl"))) {
      JsonNode found = flagged.get(place(line));
      long original = line.path("duplicateOf").asLong(line.path("document").asLong());
      if (found != null && byOriginal.containsKey(original)) {
        repeated++;
        JsonNode other = byOriginal.get(original);
        assertThat(found.path("S")).isEqualTo(other.path("S"));
        assertThat(found.path("n")).isEqualTo(other.path("n"));
        assertThat(found.path("tokens")).isEqualTo(other.path("tokens"));
      } else if (found != null) {
        byOriginal.put(original, found);
      }
    }
    assertThat(repeated).isPositive();
  }

  private static ScanReport scan() throws IOException {
    Path out = dir.resolve("out");
    try (KeyFile keys = KeyFile.read(dir.resolve("a/keys.json"))) {
      NamedKey fleet = new NamedKey("fleet", keys.fleetId(), keys.fleet());
      String tenant = CorpusMaker.MARKING;
      NamedKey marking = new NamedKey(tenant, keys.tenantId(tenant), keys.tenant(tenant));
      ScanKeys asked = ScanKeys.of(new EraKeys(keys.era(), fleet, List.of(marking)));
      ScanOptions options =
          ScanOptions.of(
                  List.of(dir.resolve("a/corpus")),
                  Profile.of(Cl100k.get()),
                  Cl100k.get(),
                  asked,
                  out)
              .withDecoys(new DecoyPlan(99, 0, "corpus", List.of()));
      return switch (Scan.run(options, ScanListener.NONE, new Cancellation())) {
        case ScanOutcome.Finished(ScanReport report) -> report;
        case ScanOutcome.Interrupted _ -> throw new IllegalStateException("interrupted");
      };
    }
  }
}
