package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.power.Power;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.DocumentsSummary;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanTest {
  private static final NumberTokenizer TOKENIZER = new NumberTokenizer();
  private static final EraKeys KEYS = TestKeys.keys(100, 2);

  @TempDir private Path dir;

  private ScanOptions options(List<Path> paths, EraKeys keys) {
    return ScanOptions.of(
            paths, Profile.of(TOKENIZER), TOKENIZER, ScanKeys.of(keys), dir.resolve("out"))
        .withLimits(new Limits(2, 10_000_000, 1 << 16, 1 << 20))
        .withDecoys(new DecoyPlan(99, 0, "s", List.of()));
  }

  private static ScanReport scan(ScanOptions options) {
    ScanOutcome outcome = Scan.run(options, ScanListener.NONE, new Cancellation());
    assertThat(outcome).isInstanceOf(ScanOutcome.Finished.class);
    return ((ScanOutcome.Finished) outcome).report();
  }

  private static Finding fleet(ScanReport report) {
    return report.results().getFirst().finding();
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(dir.resolve("out").resolve(file));
  }

  private TestCorpus tenPercentMarked() {
    return new TestCorpus(1)
        .plain(450, 120)
        .marked(50, 160, KEYS.fleet().key(), KEYS.tenants().get(1).key());
  }

  @Test
  void findsTheMarkTheTenantAndTheDocuments() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    List<NamedKey> wrong = List.of(TestKeys.named("wrong", 900), TestKeys.named("wrong-2", 901));
    ScanReport report =
        scan(options(List.of(file), KEYS).withDecoys(new DecoyPlan(99, 0, "s", wrong)));
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
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    ScanReport report = scan(options(List.of(file), TestKeys.keys(700, 1)));
    assertThat(report.verdict()).isEqualTo(Verdict.NOT_SHOWN);
    assertThat(fleet(report).power()).isGreaterThan(0.99);
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
      ScanReport report = scan(options(List.of(file), fleetOnly));
      assertThat(report.verdict()).isEqualTo(Verdict.MARKED);
      long n = fleet(report).evidence().n();
      // Power's share is over distinct tuples: a narrow context that comes again draws the same
      long marked = corpus.markedFleetTuples(KEYS.fleet().key());
      double share = (double) marked / n;
      assertThat(share).isBetween(documents / 3_000.0 * 0.8, documents / 3_000.0 * 1.2);
      double predicted = Power.expectedLog10P(n, share, corpus.excess());
      assertThat(fleet(report).log10P() / predicted).isBetween(0.8, 1.2);
    }
  }

  @Test
  void reportIsTheSameForAnyWorkersAndAnyOrderOfFiles() throws IOException {
    List<String> texts = tenPercentMarked().texts();
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < 25; f++) {
      StringBuilder lines = new StringBuilder();
      for (int i = f * 20; i < (f + 1) * 20; i++) {
        lines.append("{\"text\":\"").append(texts.get(i)).append("\"}\n");
      }
      lines.append("{broken\n");
      paths.add(Files.writeString(dir.resolve(f + ".jsonl"), lines));
    }
    List<String> first = files(options(paths, KEYS));
    assertThat(first.getFirst()).contains("\"verdict\":\"incomplete\"");
    for (int workers : new int[] {1, 2, 7}) {
      Collections.shuffle(paths, new Random(workers));
      ScanOptions options = options(paths, KEYS);
      options = options.withLimits(options.limits().withWorkers(workers));
      assertThat(files(options)).isEqualTo(first);
    }
  }

  private List<String> files(ScanOptions options) throws IOException {
    byte[] json = scan(options).toJson();
    assertThat(dir.resolve("out/report.json")).hasBinaryContent(json);
    return List.of(
        Files.readString(dir.resolve("out/report.json")),
        Files.readString(dir.resolve("out/flagged.jsonl")),
        Files.readString(dir.resolve("out/skipped.jsonl")));
  }

  @Test
  void overTheBudgetTheReportSaysTheRateAndIsTheSameForAnyOrder() throws IOException {
    List<String> texts = new ArrayList<>(tenPercentMarked().texts());
    List<List<String>> seen = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(texts, new Random(round));
      StringBuilder lines = new StringBuilder();
      texts.forEach(t -> lines.append("{\"text\":\"").append(t).append("\"}\n"));
      Path file = Files.writeString(dir.resolve("c.jsonl"), lines);
      ScanOptions options = options(List.of(file), KEYS);
      options = options.withLimits(options.limits().withTuples(30_000).withWorkers(1 + round));
      ScanReport report = scan(options);
      assertThat(report.totals().samplingLevel()).isEqualTo(2);
      assertThat(report.totals().tuples()).isBetween(15_000L, 30_000L);
      assertThat(fleet(report).verdict()).isEqualTo(Verdict.MARKED);
      seen.add(List.of(new String(report.toJson(), StandardCharsets.UTF_8)));
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.get(2)).isEqualTo(seen.get(0));
    assertThat(seen.get(0).getFirst()).contains("\"sampledOneIn\":4");
  }

  @Test
  void aReportFitsItsSchemaAndItsSummaryIsShort() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    ScanOptions options =
        options(List.of(file), KEYS)
            .withDecoys(new DecoyPlan(99, 0, "s", List.of(TestKeys.named("wrong", 900))));
    ScanReport report = scan(options);
    Path schema =
        Path.of(System.getProperty("tidemark.root"), "docs", "formats", "report.schema.json");
    assertThat(SchemaCheck.problems(schema, report.toJson())).isEmpty();
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");
    ScanReport nothing = scan(options(List.of(empty), KEYS));
    assertThat(nothing.verdict()).isEqualTo(Verdict.NOT_TESTABLE);
    assertThat(SchemaCheck.problems(schema, nothing.toJson())).isEmpty();

    String summary = report.summary();
    assertThat(summary).contains("p below 1e-12   log10 p = -", "n = ", "share ", "at FDR 1 %");
    assertThat(summary).contains(ScanReport.MEANING);
    assertThat(summary.lines().count()).isLessThanOrEqualTo(12);
  }

  @Test
  void aLongTextIsCutAndNoTupleIsLostOrSeenTwice() throws IOException {
    String text = new TestCorpus(5).plain(1, 30_000).texts().getFirst();
    Path file = Files.writeString(dir.resolve("long.txt"), text);
    ScanReport whole = scan(options(List.of(file), KEYS));
    assertThat(whole.totals().documents()).isEqualTo(1);
    ScanOptions options = options(List.of(file), KEYS);
    ScanReport cut = scan(options.withLimits(options.limits().withTextBytes(20_000)));
    assertThat(cut.totals().documents()).isGreaterThan(5);
    assertThat(cut.totals().positions()).isEqualTo(whole.totals().positions());
    assertThat(fleet(cut).evidence()).isEqualTo(fleet(whole).evidence());
  }

  @Test
  void aHundredMegabytesInOneLineAreSkippedAndTheRestIsScored() throws IOException {
    Path file = dir.resolve("huge.jsonl");
    byte[] block = " 12345".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    try (var out = Files.newOutputStream(file)) {
      out.write("{\"text\":\"1 2 3 4 5 6\"}\n{\"text\":\"".getBytes(StandardCharsets.US_ASCII));
      for (long written = 0; written < 100_000_000; written += block.length) {
        out.write(block);
      }
      out.write("\"}\n{\"text\":\"6 5 4 3 2 1\"}\n".getBytes(StandardCharsets.US_ASCII));
    }
    ScanReport report = scan(options(List.of(file), KEYS));
    assertThat(report.totals().documents()).isEqualTo(2);
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(lines(Scan.SKIPPED_FILE)).hasSize(1);
    assertThat(lines(Scan.SKIPPED_FILE).getFirst())
        .contains("\"file\":\"huge.jsonl\",\"line\":2,\"reason\":\"record too large\"");
  }

  @Test
  void textsAreInTheReportOnlyWhereAskedFor() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    scan(options(List.of(file), KEYS).withText(true));
    JsonNode node = new ObjectMapper().readTree(lines(Scan.FLAGGED_FILE).getLast());
    assertThat(node.get("text").asText())
        .isEqualTo(tenPercentMarked().texts().get(node.get("line").asInt() - 1));
    try (var left = Files.list(dir.resolve("out"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.json", "flagged.jsonl", "skipped.jsonl", "timing.json");
    }
  }

  @Test
  void aCancelledScanLeavesNothingBehind() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    for (ScanProgress.Phase phase : ScanProgress.Phase.values()) {
      Cancellation cancellation = new Cancellation();
      ScanListener listener =
          progress -> {
            if (progress.phase() == phase) {
              cancellation.cancel();
            }
          };
      ScanOutcome outcome = Scan.run(options(List.of(file), KEYS), listener, cancellation);
      assertThat(outcome).isInstanceOf(ScanOutcome.Interrupted.class);
      assertThat(dir.resolve("out")).doesNotExist();
    }
  }

  @Test
  void aScanCancelledBetweenTwoBatchesLeavesNothingBehind() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < 200; f++) {
      paths.add(new TestCorpus(f).plain(1, 200).write(dir.resolve(f + ".jsonl")));
    }
    Cancellation cancellation = new Cancellation();
    ScanListener listener =
        progress -> {
          if (progress.documents() == 3) {
            cancellation.cancel();
          }
        };
    ScanOutcome outcome = Scan.run(options(paths, KEYS), listener, cancellation);
    assertThat(((ScanOutcome.Interrupted) outcome).progress().documents()).isBetween(3L, 199L);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aFailingTokenizerEndsTheScanAndLeavesNothingBehind() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    Tokenizer failing =
        new FailingTokenizer(
            () -> {
              throw new IllegalStateException("bug");
            });
    ScanOptions options =
        ScanOptions.of(
            List.of(file), Profile.of(failing), failing, ScanKeys.of(KEYS), dir.resolve("out"));
    assertThatThrownBy(() -> scan(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  /** Does something before each text. */
  private record FailingTokenizer(Runnable before) implements Tokenizer {
    @Override
    public String name() {
      return TOKENIZER.name();
    }

    @Override
    public String fingerprint() {
      return TOKENIZER.fingerprint();
    }

    @Override
    public int vocabularySize() {
      return TOKENIZER.vocabularySize();
    }

    @Override
    public void encode(String text, TokenBuffer out) {
      before.run();
      TOKENIZER.encode(text, out);
    }

    @Override
    public byte[] bytes(int id) {
      return TOKENIZER.bytes(id);
    }

    @Override
    public boolean isControl(int id) {
      return TOKENIZER.isControl(id);
    }
  }

  @Test
  void unreadableFilesAreSkippedAndMakeTheVerdictIncomplete() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    Path closed = Files.writeString(dir.resolve("d.txt"), "1 2 3");
    Opener opener =
        path -> {
          if (path.equals(closed)) {
            throw new AccessDeniedException(path.toString());
          }
          return Files.newInputStream(path);
        };
    ScanOutcome outcome =
        Scan.run(
            options(List.of(file, closed), KEYS), ScanListener.NONE, new Cancellation(), opener);
    ScanReport report = ((ScanOutcome.Finished) outcome).report();
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(fleet(report).verdict()).isEqualTo(Verdict.MARKED); // what was read still shows it
    assertThat(report.totals().unreadableRecords()).isEqualTo(1);
    assertThat(report.summary()).contains("1 of 501 records could not be read");
    assertThat(lines(Scan.SKIPPED_FILE).getFirst()).contains("no permission");
  }

  @Test
  void anInterruptCancelsAndIsKept() throws IOException {
    Path file = tenPercentMarked().write(dir.resolve("c.jsonl"));
    Thread.currentThread().interrupt();
    ScanOutcome outcome =
        Scan.run(options(List.of(file), KEYS), ScanListener.NONE, new Cancellation());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(ScanOutcome.Interrupted.class);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void whatCannotStartIsRefusedAndLeavesNothing() throws IOException {
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> scan(options(List.of(missing), KEYS)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing: does not exist");
    assertThat(dir.resolve("out")).doesNotExist();

    Path file = Files.writeString(dir.resolve("a.txt"), "a");
    ScanOptions other =
        ScanOptions.of(
            List.of(file),
            Profile.of(TOKENIZER),
            Cl100k.get(),
            ScanKeys.of(KEYS),
            dir.resolve("out"));
    assertThatThrownBy(() -> scan(other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pinned to tokenizer numbers");
  }
}
