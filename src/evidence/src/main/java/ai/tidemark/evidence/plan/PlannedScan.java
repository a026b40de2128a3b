package ai.tidemark.evidence.plan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.corpus.ManifestFile;
import ai.tidemark.evidence.corpus.Mismatch;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Checkpoints;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.source.Opener;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A scan that keeps to a plan. The plan is logged before the first byte of the corpus is read, and
 * what became of it afterwards, also where the scan failed or was given up: so nobody can scan
 * until something shows and report only that.
 */
public final class PlannedScan {
  private static final int MOST_NAMED = 5;

  private final Plan plan;
  private final ScanOptions options;
  private final Optional<Manifest> manifest;
  private final Optional<ScanLog> log;
  private final InstantSource clock;
  private final CorpusDigests digests;
  private final Cancellation cancellation;
  private List<ManifestFile> files = List.of();

  private PlannedScan(
      Plan plan,
      ScanOptions options,
      Optional<Manifest> manifest,
      Optional<ScanLog> log,
      InstantSource clock,
      Opener opener,
      Cancellation cancellation) {
    this.plan = plan;
    this.options = options;
    this.manifest = manifest;
    this.log = log;
    this.clock = clock;
    this.cancellation = cancellation;
    this.digests = new CorpusDigests(opener, cancellation::cancelled);
  }

  /**
   * What a planned scan came to.
   *
   * @param outcome of the scan
   * @param files what was read, by path
   */
  public record Result(ScanOutcome outcome, List<ManifestFile> files) {
    /** Copies. */
    public Result {
      files = List.copyOf(files);
    }
  }

  /**
   * Returns what keeps a scan from being the planned one; reads nothing of the corpus.
   *
   * @param keys in the order of the scan's own
   * @return each difference as a line; empty if there is none
   */
  public static List<String> differences(Plan plan, ScanOptions options, List<PlannedKeys> keys) {
    List<EraKeys> scanned = keys.stream().map(PlannedKeys::keys).toList();
    if (!options.keys().eras().equals(scanned)) {
      throw new IllegalArgumentException("keys must be those of the options");
    }
    List<String> found = new ArrayList<>();
    ProfilePin profile = ProfilePin.of(options.profile());
    if (!plan.profile().equals(profile)) {
      found.add(
          "profile: the plan says " + plan.profile().sha256() + ", but it is " + profile.sha256());
    }
    found.addAll(plan.method().differences(PlanMethod.of(options)));
    if (plan.corpus() instanceof PlanCorpus.Paths(List<String> paths)) {
      List<String> own = options.paths().stream().map(Path::toString).toList();
      if (!paths.equals(own)) {
        found.add("paths: the plan says " + paths + ", but they are " + own);
      }
    }
    found.addAll(keyDifferences(plan, keys));
    return found;
  }

  private static List<String> keyDifferences(Plan plan, List<PlannedKeys> keys) {
    List<String> planned = plan.keys().stream().map(PlanEra::era).toList();
    List<String> own = keys.stream().map(k -> k.known().era()).toList();
    if (!planned.equals(own)) {
      return List.of("eras: the plan says " + planned + ", but they are " + own);
    }
    List<String> found = new ArrayList<>();
    for (int e = 0; e < keys.size(); e++) {
      PlanEra expected = plan.keys().get(e);
      PlanEra actual = keys.get(e).known();
      if (!expected.equals(actual)) {
        found.add(
            "keys of era "
                + expected.era()
                + ": they are not the ones that the plan names ("
                + keyDifference(expected, actual)
                + ")");
      }
    }
    return found;
  }

  private static String keyDifference(PlanEra planned, PlanEra actual) {
    if (planned.count() != actual.count()) {
      return planned.count() + " keys, here " + actual.count();
    }
    if (planned instanceof PlanEra.Committed p && actual instanceof PlanEra.Committed a) {
      return p.eraRecord().equals(a.eraRecord())
          ? "other commitments"
          : "another era-commit record";
    }
    return planned.getClass() == actual.getClass()
        ? "other key ids"
        : "only one of them has commitments in a log";
  }

  /**
   * Runs the planned scan; blocks until it ends.
   *
   * @param keys in the order of the options' own
   * @param manifest names the files where the plan pins a corpus: with it, what differs is named
   * @param log where the plan and its result go; empty only for a plan without commitments
   * @param opener how files are opened; not called before the log has the plan
   * @throws BadInputException if something differs from the plan; then nothing was read, and unless
   *     it is the corpus that differs nothing was logged
   */
  public static Result run(
      Plan plan,
      ScanOptions options,
      List<PlannedKeys> keys,
      Optional<Manifest> manifest,
      Optional<ScanLog> log,
      InstantSource clock,
      Opener opener,
      ScanListener listener,
      Cancellation cancellation) {
    List<String> differences = differences(plan, options, keys);
    if (!differences.isEmpty()) {
      throw new BadInputException("plan " + plan.sha256(), String.join("; ", differences));
    }
    if (plan.committed() && log.isEmpty()) {
      throw new BadInputException("plan " + plan.sha256(), "needs the log that its keys are in");
    }
    if (!plan.committed() && log.isPresent()) {
      throw new BadInputException(
          "plan " + plan.sha256(),
          "has no commitments to log; leave the log out, and take the scan for practice");
    }
    manifest.ifPresent(m -> requirePinned(plan, m));
    return new PlannedScan(plan, options, manifest, log, clock, opener, cancellation).run(listener);
  }

  private static void requirePinned(Plan plan, Manifest manifest) {
    boolean same =
        plan.corpus() instanceof PlanCorpus.Pinned(String root) && root.equals(manifest.root());
    if (!same) {
      throw new BadInputException(
          "manifest", "is not the one that plan " + plan.sha256() + " pins: " + manifest.root());
    }
  }

  /**
   * Logs a plan ahead of its scan, so that outside time can be had for it in between.
   *
   * @return its record; the next scan of the plan is the one that it announces
   * @throws BadInputException if the log cannot be written
   */
  public static PlanRecord register(Plan plan, ScanLog log, InstantSource clock) {
    PlanRecord record = plan.record(clock.instant());
    log.append(record);
    return record;
  }

  private Result run(ScanListener listener) {
    if (log.isEmpty()) {
      return new Result(scan(listener), files);
    }
    PlanRecord record =
        log.get()
            .waiting(plan.sha256())
            .filter(waiting -> waiting.equals(plan.record(waiting.time())))
            .orElseGet(() -> register(plan, log.get(), clock));
    Instant started = RecordTime.wholeSeconds(clock.instant());
    ScanOutcome outcome;
    try {
      outcome = scan(listener);
    } catch (RuntimeException | Error e) {
      ResultRecord.Outcome how =
          cancellation.cancelled() ? ResultRecord.Outcome.ABANDONED : ResultRecord.Outcome.FAILED;
      try {
        log(record, started, how, ResultRecord.UNKNOWN, ResultRecord.NO_REPORT);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    switch (outcome) {
      case ScanOutcome.Finished(var report) ->
          log(
              record,
              started,
              ResultRecord.Outcome.FINISHED,
              files.isEmpty() ? ResultRecord.UNKNOWN : Manifest.root(files),
              HexFormat.of().formatHex(Merkle.sha256(report.toJson())));
      case ScanOutcome.Interrupted(_, boolean resumable) when resumable -> {
        // not given up: the log's plan waits for the result of the scan that goes on
      }
      case ScanOutcome.Interrupted _ ->
          log(
              record,
              started,
              ResultRecord.Outcome.ABANDONED,
              ResultRecord.UNKNOWN,
              ResultRecord.NO_REPORT);
    }
    return new Result(outcome, files);
  }

  private ScanOutcome scan(ScanListener listener) {
    if (plan.corpus() instanceof PlanCorpus.Pinned(String root)) {
      requireCorpus(root);
    }
    ScanOutcome outcome = Scan.run(options, listener, cancellation, digests);
    if (outcome instanceof ScanOutcome.Finished) {
      boolean resumed = options.checkpoints().use() == Checkpoints.Use.RESUME;
      // what was read before the scan went on was not hashed by this process
      files =
          resumed
              ? digests.files(options.paths(), List.of(options.out()))
              : digests.filesRead(options.paths(), List.of(options.out()));
    }
    return outcome;
  }

  /** Hashes the corpus; the scan then refuses files that have other bytes when it reads them. */
  private void requireCorpus(String root) {
    List<ManifestFile> found = digests.files(options.paths(), List.of(options.out()));
    if (cancellation.cancelled() || Manifest.root(found).equals(root)) {
      return; // a scan that is cancelled ends by itself
    }
    List<String> mismatches =
        manifest.stream().flatMap(m -> m.compare(found).stream()).map(Mismatch::toString).toList();
    String named =
        mismatches.isEmpty()
            ? "give its manifest, --manifest FILE, to see which files differ"
            : String.join(", ", mismatches.subList(0, Math.min(MOST_NAMED, mismatches.size())))
                + (mismatches.size() > MOST_NAMED
                    ? " and " + (mismatches.size() - MOST_NAMED) + " more"
                    : "");
    throw new BadInputException(
        options.paths().getFirst().toString(), "is not the corpus that the plan pins: " + named);
  }

  private void log(
      PlanRecord record,
      Instant started,
      ResultRecord.Outcome outcome,
      String corpus,
      String report) {
    Instant ended = RecordTime.wholeSeconds(clock.instant());
    Instant sound = ended.isBefore(started) ? started : ended; // a clock may be set back
    log.orElseThrow()
        .append(
            new ResultRecord(sound, record.leafHash(), outcome, corpus, report, started, sound));
  }
}
