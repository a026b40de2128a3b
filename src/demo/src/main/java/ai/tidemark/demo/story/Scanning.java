package ai.tidemark.demo.story;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.evidence.corpus.ManifestFile;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedScan;
import ai.tidemark.evidence.plan.ScanLog;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Scene 4: the corpus is scanned by a plan that was logged beforehand, with the right keys and ten
 * wrong ones; then a corpus without marked text with the right keys.
 *
 * @param plan the plan
 * @param files what was read of the corpus
 * @param corpus the report on the corpus
 * @param innocent the report on the human documents alone
 * @param seconds how long the scan of the corpus took
 */
public record Scanning(
    Plan plan, List<ManifestFile> files, ScanReport corpus, ScanReport innocent, double seconds) {
  /**
   * False discovery rate over documents. Not the usual 1 %: then two false alarms among 60 finds, 3
   * % of them, would come by chance with probability 0.1; with 0.1 % it is 0.002.
   */
  static final double FDR = 0.001;

  private static final int DECOYS = 999;
  private static final int FULL_DECOYS = 99;

  /** Copies. */
  public Scanning {
    files = List.copyOf(files);
  }

  /**
   * Scans.
   *
   * @param excess nats above chance that marked text is assumed to carry per tuple; from the
   *     proxy's records, known before the corpus is looked at
   * @return nothing if it was cancelled
   */
  public static Optional<Scanning> of(
      Deployment deployment,
      Cast cast,
      double excess,
      String seed,
      DemoFiles files,
      Cancellation cancellation) {
    Levels levels =
        Levels.DEFAULT.withFdr(FDR).withExcess(Math.clamp(Math.rint(100 * excess) / 100, 0.01, 10));
    DecoyPlan wrong = new DecoyPlan(DECOYS, FULL_DECOYS, seed, cast.wrong());
    DecoyPlan none = new DecoyPlan(DECOYS, FULL_DECOYS, seed, List.of());
    ScanOptions planned =
        options(files.corpus(), files.report(), cast, levels, wrong).withBlocks(true);
    Plan plan = plan(planned, cast);
    plan.write(files.plan());
    Watch watch = new Watch(deployment);
    PlannedScan.Result result =
        PlannedScan.run(
            plan,
            planned,
            List.of(cast.planned()),
            Optional.empty(),
            Optional.of(watch),
            InstantSource.system(),
            Files::newInputStream,
            ScanListener.NONE,
            cancellation);
    return switch (result.outcome()) {
      case ScanOutcome.Interrupted _ -> Optional.empty();
      case ScanOutcome.Finished(ScanReport corpus) ->
          scan(options(files.innocent(), files.innocentReport(), cast, levels, none), cancellation)
              .map(innocent -> new Scanning(plan, result.files(), corpus, innocent, watch.seconds));
    };
  }

  /** Hands records to the deployment's log and takes the time between plan and result. */
  private static final class Watch implements ScanLog {
    private final Deployment deployment;
    private long start;
    private double seconds;

    Watch(Deployment deployment) {
      this.deployment = deployment;
    }

    @Override
    public void append(ControlRecord record) {
      seconds = (System.nanoTime() - start) / 1e9;
      deployment.log(record);
      if (record instanceof PlanRecord) {
        deployment.awaitPast();
        start = System.nanoTime();
      }
    }
  }

  private static Plan plan(ScanOptions options, Cast cast) {
    return new Plan(
        "Does the corpus depend on the demonstration's keys?",
        ProfilePin.of(Cast.profile()),
        List.of(cast.planned().known()),
        PlanMethod.of(options),
        new PlanCorpus.Paths(options.paths().stream().map(Path::toString).toList()),
        RecordTime.wholeSeconds(Instant.now()));
  }

  private static ScanOptions options(
      Path corpus, Path report, Cast cast, Levels levels, DecoyPlan decoys) {
    return ScanOptions.of(List.of(corpus), Cast.profile(), Cl100k.get(), cast.real(), report)
        .withLevels(levels)
        .withDecoys(decoys);
  }

  private static Optional<ScanReport> scan(ScanOptions options, Cancellation cancellation) {
    return switch (Scan.run(options, ScanListener.NONE, cancellation)) {
      case ScanOutcome.Finished(ScanReport report) -> Optional.of(report);
      case ScanOutcome.Interrupted _ -> Optional.empty();
    };
  }

  /** Returns what happened, for people. */
  public String words() {
    double tokens = (double) corpus.totals().tokens();
    return Numbers.millions(tokens)
        + " tokens in "
        + Decimals.fixed(seconds, 1)
        + " s ("
        + Numbers.millions(tokens / seconds)
        + " tokens/s): the fleet key, "
        + Cast.TENANTS.size()
        + " tenants, "
        + Cast.WRONG_KEYS
        + " wrong keys, "
        + DECOYS
        + " decoys";
  }
}
