package ai.tidemark.cli;

import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Checkpoints;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.work.WorkDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark scan}: evidence in a corpus. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Scans files and folders for text that depends on the keys: evidence for the corpus with"
          + " every distinct tuple counted once, for each document, and for decoy keys beside"
          + " them.",
      "Reads records (JSONL, NDJSON), tables (CSV, Parquet), crawls (WARC) and texts, also inside"
          + " gz, zst, bz2, xz, tar and zip, each told by its content. What cannot be read is"
          + " counted with file and line, and the scan goes on."
    },
    footer = {
      "",
      "Writes report.html, report.json, flagged.jsonl, skipped.jsonl and timing.json to",
      "the output folder: names, offsets and numbers, and text only with --with-text.",
      "Every few seconds it writes down how far it is. After Ctrl-C, or a crash, the same command",
      "with --resume goes on from there; with --no-checkpoint Ctrl-C leaves no files.",
      "",
      "Examples:",
      "  tidemark scan corpus/ --keys keys.json",
      "  tidemark scan data.jsonl --field /response/text --keys keys.json --out out",
      "  tidemark scan 'data/*.parquet' --column body --keys keys.json",
      "  tidemark scan dump.tar.zst --include 'posts/*.jsonl' --keys keys.json",
      "  zcat log.gz | tidemark scan - --field /answer --keys keys.json",
      "  tidemark scan corpus/ --keys keys.json --fail-on marked || echo marked",
      "  tidemark scan --plan plan.json --keys keys.json --out out --with-blocks"
    })
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PlannedKeyOptions watermark;
  @Mixin private MethodOptions methodOptions;
  @Mixin private PlanOptions planned;
  @Mixin private SourceOptions sources;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "Files, folders and globs, or - for standard input; with a plan that names them, none are"
              + " needed.")
  private final List<Path> paths = new ArrayList<>();

  @Option(
      names = "--out",
      defaultValue = "tidemark-report",
      paramLabel = "DIR",
      description = "Output folder (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that tokenise and score (default: all processors).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--with-text", description = "Put the flagged texts into flagged.jsonl.")
  private boolean withText;

  @Option(
      names = "--with-blocks",
      description =
          "Write the scored tuples to a file beside the report, mode 0600: the report can be"
              + " recomputed from it without the texts, and most of a text can be put together from"
              + " it.")
  private boolean withBlocks;

  @Option(
      names = "--resume",
      description =
          "Go on with the scan that was stopped and left a checkpoint in the output folder; the"
              + " other options must be the same. Starts from the beginning where there is none.")
  private boolean resume;

  @Option(
      names = "--no-checkpoint",
      description = "Write nothing before the end: a scan that is stopped leaves no files.")
  private boolean noCheckpoint;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(
      names = "--json-progress",
      description = "Progress as one JSON object a line on standard error.")
  private boolean jsonProgress;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if the corpus is marked, or with alert also at the alert level.")
  private DetectCommand.FailOn failOn = DetectCommand.FailOn.NEVER;

  @Override
  public Integer call() {
    Optional<Plan> plan = planned.plan();
    try (SourceOptions _ = sources;
        WatermarkOptions.Opened opened = watermark.open(spec)) {
      ScanOptions options = options(opened, plan);
      Cancellation cancellation = new Cancellation();
      ScanOutcome outcome;
      try (Progress progress = Progress.of(quiet, jsonProgress)) {
        outcome =
            Interruptible.run(
                cancellation::cancel,
                () ->
                    plan.isPresent()
                        ? planned.run(plan.get(), options, opened, progress, cancellation)
                        : Scan.run(options, progress, cancellation));
      }
      return switch (outcome) {
        case ScanOutcome.Finished(ScanReport report) -> finished(report);
        case ScanOutcome.Interrupted(_, boolean resumable) -> {
          spec.commandLine()
              .getErr()
              .println(
                  resumable
                      ? "tidemark: interrupted; the same command with --resume goes on"
                      : "tidemark: interrupted; nothing was written");
          yield Main.INTERRUPTED;
        }
      };
    }
  }

  private Checkpoints checkpoints() {
    if (resume && noCheckpoint) {
      throw new ParameterException(
          spec.commandLine(), "--resume writes checkpoints too; leave out --no-checkpoint");
    }
    if (noCheckpoint) {
      return Checkpoints.NONE;
    }
    if (resume && WorkDirectory.existing(out, () -> {}).readCheckpoint().isEmpty()) {
      // a script may always say --resume, and a scan may be killed before its first checkpoint
      spec.commandLine()
          .getErr()
          .println("tidemark: " + out + " holds no checkpoint; starting from the beginning");
      return Checkpoints.WRITE;
    }
    return resume ? Checkpoints.RESUME : Checkpoints.WRITE;
  }

  private ScanOptions options(WatermarkOptions.Opened opened, Optional<Plan> plan) {
    PlanMethod method =
        plan.map(p -> methodOptions.planned(spec, p.method()))
            .orElseGet(() -> methodOptions.method(spec, opened));
    List<Path> given = sources.paths(spec, paths);
    List<Path> corpus =
        plan.map(p -> planned.paths(spec, p, given)).orElseGet(() -> planned.paths(given, out));
    if (corpus.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameter: 'PATH', a file or a folder");
    }
    try {
      ScanOptions options =
          ScanOptions.of(corpus, opened.profile(), opened.tokenizer(), opened.keys(), out);
      requireHeap(method.tupleBudget());
      return method
          .applyTo(options.withLimits(options.limits().withWorkers(workers)))
          .withText(withText)
          .withBlocks(withBlocks)
          .withCheckpoints(checkpoints());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Refuses a budget of tuples that the heap cannot hold beside the rest. */
  private void requireHeap(long tuples) {
    long heap = Runtime.getRuntime().maxMemory();
    long bytes = tuples * Limits.BYTES_PER_TUPLE;
    if (bytes > heap / 4 * 3) {
      long mebibytes = ((2 * bytes) >> 20) + 1;
      throw new ParameterException(
          spec.commandLine(),
          "the tuples need a heap of "
              + mebibytes
              + " MiB, and the JVM has "
              + (heap >> 20)
              + "; give --memory "
              + mebibytes
              + ", or TIDEMARK_JAVA_OPTS=-Xmx"
              + mebibytes
              + "m");
    }
  }

  private int finished(ScanReport report) {
    PrintWriter print = spec.commandLine().getOut();
    print.print(report.summary());
    print.println("report      " + out.resolve("report.json"));
    print.flush();
    Verdict verdict = report.verdict();
    if (verdict == Verdict.INCOMPLETE || verdict == Verdict.INVALID) {
      return Main.UNREADABLE;
    }
    return failOn.fails(verdict) ? Main.CHECK_FAILED : Main.FINISHED;
  }
}
