package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.power.Power;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.SkipReason;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan finds and what it writes. */
final class ScanTest {
  private static final EraKeys KEYS = Scans.KEYS;

  @TempDir private Path dir;

  private ScanOptions options(List<Path> paths, EraKeys keys) {
    return Scans.options(dir, paths, keys);
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(dir.resolve("out").resolve(file));
  }

  @Test
  void findsTheMarkTheTenantAndTheDocuments() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    List<NamedKey> wrong = List.of(TestKeys.named("wrong", 900), TestKeys.named("wrong-2", 901));
    ScanReport report =
        Scans.scan(options(List.of(file), KEYS).withDecoys(new DecoyPlan(99, 0, "s", wrong)));
    assertThat(report.verdict()).isEqualTo(Verdict.MARKED);
    assertThat(report.results())
        .extracting(r -> r.finding().name() + " " + r.finding().verdict().word())
        .containsExactly("fleet marked", "tenant-1 not shown", "tenant-2 marked");
    assertThat(report.wrongKeys())
        .extracting(f -> f.name() + " " + f.verdict().word())
        .containsExactly("wrong not shown", "wrong-2 not shown");
    assertThat(report.decoys().panels()).hasSize(2).noneMatch(p -> p.broken());
    assertThat(report.decoys().panels().getFirst().ranks().getFirst().rank()).isEqualTo(1);
    assertThat(report.documents().acceptedTenants())
        .containsExactly(new DocumentsSummary.Accepted("era-100", "tenant-2"));

    List<String> flagged = lines(Scan.FLAGGED_FILE);
    assertThat(flagged).hasSize((int) report.documents().flagged());
    long marked = 0;
    for (String line : flagged) {
      JsonNode node = new ObjectMapper().readTree(line);
      assertThat(node.get("file").asText()).isEqualTo("c.jsonl");
      assertThat(node.has("text")).isFalse();
      marked += node.get("line").asInt() > 450 ? 1 : 0;
    }
    assertThat(marked).isGreaterThanOrEqualTo(48); // of 50
    assertThat(flagged.size() - marked).isLessThanOrEqualTo(2);
  }

  @Test
  void aWrongKeySetIsNotShown() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    ScanReport report = Scans.scan(options(List.of(file), TestKeys.keys(700, 1)));
    assertThat(report.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(Scans.fleet(report).power()).isGreaterThan(0.99);
    assertThat(report.documents().flagged()).isZero();
  }

  @Test
  void fivePercentIsMarkedAndHalvingTheShareMovesPAsPredicted() throws IOException {
    EraKeys fleetOnly = KEYS.fleetOnly();
    for (int documents : new int[] {150, 75}) {
      TestCorpus corpus =
          new TestCorpus(documents)
              .plain(3_000 - documents, 200)
              .marked(documents, 200, KEYS.fleet().key(), KEYS.tenants().get(0).key());
      Path file = corpus.write(dir.resolve("c" + documents + ".jsonl"));
      ScanReport report = Scans.scan(options(List.of(file), fleetOnly));
      assertThat(report.verdict()).isEqualTo(Verdict.MARKED);
      long n = Scans.fleet(report).evidence().n();
      // Power's share is over distinct tuples: a narrow context that comes again draws the same
      long marked = corpus.markedFleetTuples(KEYS.fleet().key());
      double share = (double) marked / n;
      assertThat(share).isBetween(documents / 3_000.0 * 0.8, documents / 3_000.0 * 1.2);
      double predicted = Power.expectedLog10P(n, share, corpus.excess());
      assertThat(Scans.fleet(report).log10P() / predicted).isBetween(0.8, 1.2);
    }
  }

  @Test
  void aReportFitsItsSchemaAndItsSummaryIsShort() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    ScanOptions options =
        options(List.of(file), KEYS)
            .withDecoys(new DecoyPlan(99, 0, "s", List.of(TestKeys.named("wrong", 900))));
    ScanReport report = Scans.scan(options);
    Path schema =
        Path.of(System.getProperty("tidemark.root"), "docs", "formats", "report.schema.json");
    assertThat(SchemaCheck.problems(schema, report.toJson())).isEmpty();
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");
    ScanReport nothing = Scans.scan(options(List.of(empty), KEYS));
    assertThat(nothing.verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(SchemaCheck.problems(schema, nothing.toJson())).isEmpty();

    JsonNode reasons =
        new ObjectMapper()
            .readTree(schema.toFile())
            .at("/properties/corpus/properties/skipped/properties");
    assertThat(Stream.of(SkipReason.values()).map(SkipReason::word))
        .allMatch(reasons::has); // else a second verifier refuses what a scan wrote

    String summary = report.summary();
    assertThat(summary).contains("p below 1e-12   log10 p = -", "n = ", "share ", "at FDR 1 %");
    assertThat(summary).contains(ScanReport.MEANING);
    assertThat(summary.lines().count()).isLessThanOrEqualTo(16);
  }

  @Test
  void textsAreInTheReportOnlyWhereAskedFor() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    Scans.scan(options(List.of(file), KEYS).withText(true));
    JsonNode node = new ObjectMapper().readTree(lines(Scan.FLAGGED_FILE).getLast());
    assertThat(node.get("text").asText())
        .isEqualTo(Scans.tenPercentMarked().texts().get(node.get("line").asInt() - 1));
    try (var left = Files.list(dir.resolve("out"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.json", "report.html", "flagged.jsonl", "skipped.jsonl", "timing.json");
    }
  }
}
