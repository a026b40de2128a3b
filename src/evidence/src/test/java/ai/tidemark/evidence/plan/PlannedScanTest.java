package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.corpus.ManifestFile;
import ai.tidemark.evidence.plan.PlanFixture.MemoryLog;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.ScanProgress;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.scan.source.SourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody looks before the plan is logged, and nobody forgets what a scan came to. */
final class PlannedScanTest {
  private static final PlannedKeys KEYS = PlanFixture.keys("acme", "globex");
  private static final InstantSource CLOCK = InstantSource.fixed(PlanFixture.NOW.plusSeconds(60));

  @TempDir private Path dir;
  private final MemoryLog log = new MemoryLog();

  private Path corpus() throws IOException {
    return PlanFixture.corpus(dir.resolve("corpus"), KEYS.keys());
  }

  private ScanOptions options(Path corpus) {
    return PlanFixture.options(corpus, dir.resolve("out"), KEYS);
  }

  private PlannedScan.Result run(Plan plan, ScanOptions options, Opener opener) {
    return PlanFixture.run(plan, options, KEYS, Optional.of(log), CLOCK, opener);
  }

  private PlannedScan.Result run(
      Plan plan,
      ScanOptions options,
      Optional<Manifest> manifest,
      Opener opener,
      ScanListener listener,
      Cancellation cancellation) {
    return PlannedScan.run(
        plan,
        options,
        List.of(KEYS),
        manifest,
        Optional.of(log),
        CLOCK,
        opener,
        listener,
        cancellation);
  }

  private static List<ManifestFile> files(Path corpus) {
    return new CorpusDigests(Files::newInputStream, () -> false).files(List.of(corpus), List.of());
  }

  private static Manifest manifest(Path corpus) {
    Instant known = PlanFixture.NOW.minusSeconds(86_400);
    return Manifest.of(
        files(corpus), new Manifest.Origin("a public data set", PlanFixture.NOW, "lab", known));
  }

  /** Fails unless the plan is in the log. */
  private Opener afterThePlan(Plan plan) {
    return file -> {
      assertThat(log.records).hasSize(1);
      assertThat(((PlanRecord) log.records.getFirst()).plan()).isEqualTo(plan.sha256());
      return Files.newInputStream(file);
    };
  }

  private ResultRecord result() {
    assertThat(log.records).hasSize(2);
    ResultRecord result = (ResultRecord) log.records.getLast();
    assertThat(result.plan()).isEqualTo(log.records.getFirst().leafHash());
    return result;
  }

  @Test
  void thePlanIsLoggedBeforeTheFirstByteAndTheResultAfterTheLast() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    PlannedScan.Result done = run(plan, options, afterThePlan(plan));
    PlanRecord record = (PlanRecord) log.records.getFirst();
    assertThat(record.eras()).containsExactly(PlanFixture.ERA_RECORD);
    assertThat(record.corpus()).isEqualTo("paths");
    byte[] report = Files.readAllBytes(dir.resolve("out").resolve(Scan.REPORT_FILE));
    assertThat(result().outcome()).isEqualTo(ResultRecord.Outcome.FINISHED);
    assertThat(result().report()).isEqualTo(HexFormat.of().formatHex(Merkle.sha256(report)));
    assertThat(result().corpus()).isEqualTo(Manifest.root(files(corpus)));
    assertThat(done.files()).isEqualTo(files(corpus));

    // and the plan changed nothing: an unplanned scan writes the same bytes
    Scan.run(options, ScanListener.NONE, new Cancellation());
    assertThat(Files.readAllBytes(dir.resolve("out").resolve(Scan.REPORT_FILE))).isEqualTo(report);
    ScanOutcome.Finished finished = (ScanOutcome.Finished) done.outcome();
    assertThat(finished.report().verdict()).isEqualTo(Verdict.MARKED);
  }

  @Test
  void aPinnedCorpusIsScannedIfItIsTheOne() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Manifest manifest = manifest(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, new PlanCorpus.Pinned(manifest.root()));
    run(plan, options, afterThePlan(plan));
    assertThat(((PlanRecord) log.records.getFirst()).corpus()).isEqualTo(manifest.root());
    assertThat(result().corpus()).isEqualTo(manifest.root());
  }

  @Test
  void anotherCorpusThanThePinnedOneIsRefusedByFileAndRecorded() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Manifest manifest = manifest(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, new PlanCorpus.Pinned(manifest.root()));
    Files.writeString(corpus.resolve("a.jsonl"), "{\"text\":\"1 2 3\"}\n");
    Files.writeString(corpus.resolve("c.txt"), "1 2 3");
    assertThatThrownBy(
            () ->
                run(
                    plan,
                    options,
                    Optional.of(manifest),
                    afterThePlan(plan),
                    ScanListener.NONE,
                    new Cancellation()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not the corpus that the plan pins: changed a.jsonl, extra c.txt");
    assertThat(result().outcome()).isEqualTo(ResultRecord.Outcome.FAILED);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aCorpusThatChangesAfterItWasCheckedIsNotReported() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, new PlanCorpus.Pinned(manifest(corpus).root()));
    int[] opened = new int[1];
    Opener opener =
        file -> {
          if (++opened[0] == 3) { // two files were checked
            Files.writeString(file, "{\"text\":\"1 2 3\"}\n");
          }
          return Files.newInputStream(file);
        };
    assertThatThrownBy(() -> run(plan, options, opener))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("changed while it was being read");
    assertThat(result().outcome()).isEqualTo(ResultRecord.Outcome.FAILED);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aScanThatIsGivenUpIsRecorded() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    Cancellation cancellation = new Cancellation();
    ScanListener listener =
        progress -> {
          if (progress.phase() == ScanProgress.Phase.DECOYS) {
            cancellation.cancel(); // after the results were there to see
          }
        };
    PlannedScan.Result done =
        run(plan, options, Optional.empty(), afterThePlan(plan), listener, cancellation);
    assertThat(done.outcome()).isInstanceOf(ScanOutcome.Interrupted.class);
    assertThat(result().outcome()).isEqualTo(ResultRecord.Outcome.ABANDONED);
    assertThat(result().report()).isEqualTo(ResultRecord.NO_REPORT);
  }

  @Test
  void aScanThatBreaksIsRecorded() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    Opener broken =
        _ -> {
          throw new IllegalStateException("bug");
        };
    assertThatThrownBy(() -> run(plan, options, broken)).hasMessage("bug");
    assertThat(result().outcome()).isEqualTo(ResultRecord.Outcome.FAILED);
    assertThat(result().corpus()).isEqualTo(ResultRecord.UNKNOWN);
  }

  @Test
  void withoutTheLogNothingIsRead() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    ScanLog full =
        _ -> {
          throw new BadInputException("log", "disk full");
        };
    Opener never =
        _ -> {
          throw new AssertionError("a byte was read");
        };
    assertThatThrownBy(() -> PlanFixture.run(plan, options, KEYS, Optional.of(full), CLOCK, never))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("disk full");
    assertThatThrownBy(() -> PlanFixture.run(plan, options, KEYS, Optional.empty(), CLOCK, never))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs the log that its keys are in");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void whateverDiffersFromThePlanIsNamedAndNothingIsLogged() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    ScanOptions other =
        options.withLevels(Levels.DEFAULT.withAlpha(1e-5, 1e-3).withFdr(0.05)).withField("/t");
    // the text beside the report changes no result
    assertThat(PlannedScan.differences(plan, options.withText(true), List.of(KEYS))).isEmpty();
    assertThatThrownBy(() -> run(plan, other, Files::newInputStream))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("alpha: the plan says 0.000001, but it is 0.00001")
        .hasMessageContaining("fdr: the plan says 0.01, but it is 0.05")
        .hasMessageContaining("field: the plan says /text, but it is /t");
    Path elsewhere = PlanFixture.corpus(dir.resolve("elsewhere"), KEYS.keys());
    assertThatThrownBy(() -> run(plan, options(elsewhere), Files::newInputStream))
        .hasMessageContaining("paths: the plan says");
    assertThat(log.records).isEmpty();
  }

  @Test
  void ratesLimitsAndExactnessAreThePlansToo() throws IOException {
    Path corpus = corpus();
    ScanOptions options =
        options(corpus)
            .withRates(new SampleRates(2, 4))
            .withExact(true)
            .withSourceLimits(new SourceLimits(9, 1, 1, 1, 1, 1));
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    assertThat(Plan.parse("plan", plan.canonicalJson())).isEqualTo(plan);
    assertThatThrownBy(() -> run(plan, options(corpus), Files::newInputStream))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("sampledOneIn: the plan says 4, but it is 1")
        .hasMessageContaining("decoySampledOneIn: the plan says 16, but it is 1")
        .hasMessageContaining("exact: the plan says true, but it is false")
        .hasMessageContaining("sourceLimits: the plan says");
    ScanOptions small =
        plan.method().applyTo(options(corpus)).withSourceLimits(SourceLimits.DEFAULT);
    Plan other = PlanFixture.plan(small, KEYS, PlanFixture.paths(corpus));
    ScanOutcome.Finished done =
        (ScanOutcome.Finished) run(other, small, Files::newInputStream).outcome();
    assertThat(done.report().totals().samplingLevel()).isEqualTo(2);
    assertThat(done.report().decoys().level()).isEqualTo(4);
  }

  @Test
  void otherKeysThanThePlannedOnesAreRefused() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    Plan plan = PlanFixture.plan(options, KEYS, PlanFixture.paths(corpus));
    for (PlannedKeys other :
        List.of(
            PlanFixture.keys("acme"),
            PlanFixture.keys("acme", "initech"),
            PlannedKeys.uncommitted(KEYS.keys()))) {
      ScanOptions own = PlanFixture.options(corpus, dir.resolve("out"), other);
      assertThat(PlannedScan.differences(plan, own, List.of(other)))
          .singleElement()
          .asString()
          .startsWith("keys of era 2026Q4: they are not the ones that the plan names");
    }
  }

  @Test
  void keysOfAKeyFileAreForPracticeAndAreNotLogged() throws IOException {
    Path corpus = corpus();
    ScanOptions options = options(corpus);
    PlannedKeys practice = PlannedKeys.uncommitted(KEYS.keys());
    Plan plan = PlanFixture.plan(options, practice, PlanFixture.paths(corpus));
    assertThat(plan.committed()).isFalse();
    assertThatThrownBy(
            () ->
                PlanFixture.run(
                    plan, options, practice, Optional.of(log), CLOCK, Files::newInputStream))
        .hasMessageContaining("no commitments to log");
    assertThat(log.records).isEmpty();
  }
}
