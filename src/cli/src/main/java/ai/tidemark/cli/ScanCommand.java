package ai.tidemark.cli;

import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
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
      "Reads .jsonl and .ndjson (one record a line) and text files. What cannot be read is counted"
          + " with file and line, and the scan goes on."
    },
    footer = {
      "",
      "Writes report.html, report.json, flagged.jsonl, skipped.jsonl and timing.json to",
      "the output folder: names, offsets and numbers, and text only with --with-text.",
      "Ctrl-C stops cleanly and leaves no files.",
      "",
      "Examples:",
      "  tidemark scan corpus/ --keys keys.json",
      "  tidemark scan data.jsonl --field /response/text --keys keys.json --out out",
      "  tidemark scan corpus/ --keys keys.json --fail-on marked || echo marked",
      "  tidemark scan --plan plan.json --keys keys.json --out out --with-blocks"
    })
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PlannedKeyOptions watermark;
  @Mixin private MethodOptions methodOptions;
  @Mixin private PlanOptions planned;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Files and folders; with a plan that names them, none are needed.")
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

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if the corpus is marked, or with alert also at the alert level.")
  private DetectCommand.FailOn failOn = DetectCommand.FailOn.NEVER;

  @Override
  public Integer call() {
    Optional<Plan> plan = planned.plan(spec);
    try (WatermarkOptions.Opened opened = watermark.open(spec)) {
      ScanOptions options = options(opened, plan);
      Cancellation cancellation = new Cancellation();
      ScanOutcome outcome;
      try (Progress progress = Progress.of(quiet)) {
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
        case ScanOutcome.Interrupted(_) -> {
          spec.commandLine().getErr().println("tidemark: interrupted; nothing was written");
          yield Main.INTERRUPTED;
        }
      };
    }
  }

  private ScanOptions options(WatermarkOptions.Opened opened, Optional<Plan> plan) {
    PlanMethod method =
        plan.map(p -> methodOptions.planned(spec, p.method()))
            .orElseGet(() -> methodOptions.method(spec, opened));
    List<Path> corpus = plan.map(p -> planned.paths(spec, p, paths)).orElse(paths);
    if (corpus.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameter: 'PATH', a file or a folder");
    }
    try {
      ScanOptions options =
          ScanOptions.of(corpus, opened.profile(), opened.tokenizer(), opened.keys(), out);
      return method
          .applyTo(options.withLimits(options.limits().withWorkers(workers)))
          .withText(withText)
          .withBlocks(withBlocks);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
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
