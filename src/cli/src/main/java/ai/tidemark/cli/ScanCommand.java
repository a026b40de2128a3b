package ai.tidemark.cli;

import ai.tidemark.scan.AnswerRecords;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Levels;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
      "Writes report.json, flagged.jsonl, skipped.jsonl and timing.json to the",
      "output folder: names, offsets and numbers, and text only with --with-text.",
      "Ctrl-C stops cleanly and leaves no files.",
      "",
      "Examples:",
      "  tidemark scan corpus/ --keys keys.json",
      "  tidemark scan data.jsonl --field /response/text --keys keys.json --out out",
      "  tidemark scan corpus/ --keys keys.json --fail-on marked || echo marked"
    })
final class ScanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WatermarkOptions watermark;
  @Mixin private NormaliserOption normaliser;
  @Mixin private LevelOptions levelOptions;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
  private List<Path> paths;

  @Option(
      names = "--field",
      defaultValue = ScanOptions.DEFAULT_FIELD,
      paramLabel = "POINTER",
      description = "JSON pointer to the text of a record (default: ${DEFAULT-VALUE}).")
  private String field;

  @Option(
      names = "--out",
      defaultValue = "tidemark-report",
      paramLabel = "DIR",
      description = "Output folder (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--fdr",
      defaultValue = "0.01",
      paramLabel = "Q",
      description = "False discovery rate over documents (default: ${DEFAULT-VALUE}).")
  private double fdr;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description =
          "The proxy's records: what marked text scores is taken from the answers that were marked"
              + " under these keys, in place of --excess.")
  private @Nullable Path records;

  @Option(
      names = "--decoys",
      defaultValue = "999",
      paramLabel = "N",
      description =
          "Decoy keys scored beside the real ones, at least 99 (default: ${DEFAULT-VALUE}).")
  private int decoys;

  @Option(
      names = "--full-decoys",
      defaultValue = "99",
      paramLabel = "N",
      description =
          "Decoy fleet keys with coins of their own, at least 99, or 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  private int fullDecoys;

  @Option(
      names = "--decoy-seed",
      defaultValue = "tidemark",
      paramLabel = "TEXT",
      description = "Public seed of the decoy keys (default: ${DEFAULT-VALUE}).")
  private String decoySeed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that tokenise and score (default: all processors).")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--memory",
      defaultValue = "0",
      paramLabel = "MIB",
      description =
          "Memory for distinct tuples; beyond it the scan samples and reports the rate (default:"
              + " half of the heap).")
  private int memoryMebibytes;

  @Option(
      names = "--documents",
      defaultValue = "bh",
      paramLabel = "RULE",
      converter = RuleName.class,
      description =
          "bh: Benjamini-Hochberg; ebh: e-BH, which holds under any dependence and flags fewer"
              + " (default: ${DEFAULT-VALUE}).")
  private DocumentRule documents;

  @Option(names = "--with-text", description = "Put the flagged texts into flagged.jsonl.")
  private boolean withText;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description = "Exit 1 if the corpus is marked, or with alert also at the alert level.")
  private DetectCommand.FailOn failOn = DetectCommand.FailOn.NEVER;

  @Override
  public Integer call() {
    try (WatermarkOptions.Opened opened = watermark.open(spec)) {
      ScanOptions options = options(opened);
      Cancellation cancellation = new Cancellation();
      ScanOutcome outcome;
      try (Progress progress = Progress.of(quiet)) {
        outcome =
            Interruptible.run(
                cancellation::cancel, () -> Scan.run(options, progress, cancellation));
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

  private ScanOptions options(WatermarkOptions.Opened opened) {
    try {
      Limits limits = Limits.ofThisMachine().withWorkers(workers);
      if (memoryMebibytes > 0) {
        limits = limits.withTuples(Limits.tuplesIn((long) memoryMebibytes << 20));
      }
      return ScanOptions.of(paths, opened.profile(), opened.tokenizer(), opened.keys(), out)
          .withField(field)
          .withLevels(levels(opened))
          .withDecoys(decoyPlan())
          .withLimits(limits)
          .withDocuments(documents)
          .withNormalisation(normaliser.normaliser())
          .withText(withText);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Returns the levels; the excess from the records, to two places, where there are any. */
  private Levels levels(WatermarkOptions.Opened opened) {
    Levels levels = levelOptions.levels(spec, fdr);
    if (records == null) {
      return levels;
    }
    Set<String> ids = new HashSet<>();
    for (EraKeys era : opened.keys().eras()) {
      ids.add(era.fleet().id());
      era.tenants().forEach(tenant -> ids.add(tenant.id()));
    }
    AnswerRecords marked = AnswerRecords.read(records, opened.profile(), ids);
    return levels.withExcess(Math.clamp(Math.rint(100 * marked.excess()) / 100, 0.01, 10));
  }

  private DecoyPlan decoyPlan() {
    try {
      return new DecoyPlan(decoys, fullDecoys, decoySeed, List.of());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--decoys, --full-decoys: " + e.getMessage(), e);
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

  /** Reads the name of a rule for documents. */
  static final class RuleName implements ITypeConverter<DocumentRule> {
    @Override
    public DocumentRule convert(String name) {
      for (DocumentRule rule : DocumentRule.values()) {
        if (rule.word().equals(name)) {
          return rule;
        }
      }
      throw new TypeConversionException("must be bh or ebh, but is " + name);
    }
  }
}
