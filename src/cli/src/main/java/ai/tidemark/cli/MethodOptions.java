package ai.tidemark.cli;

import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.scan.AnswerRecords;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.DocumentRule;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.SampleRates;
import ai.tidemark.scan.source.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Options that a scan's result depends on, apart from corpus, profile and keys. */
final class MethodOptions {
  /**
   * Names of all of them, with those of {@link LevelOptions}, {@link NormaliserOption} and {@link
   * SourceLimitOptions}.
   */
  private static final List<String> NAMES =
      List.of(
          "--max-ratio",
          "--max-member",
          "--max-file",
          "--max-members",
          "--max-record",
          "--field",
          "--column",
          "--delimiter",
          "--include",
          "--exclude",
          "--fdr",
          "--decoys",
          "--full-decoys",
          "--decoy-seed",
          "--memory",
          "--exact",
          "--sampled-one-in",
          "--documents",
          "--normaliser",
          "--alpha",
          "--alert",
          "--excess");

  private static final int LEAST_MEMORY = 256;

  @Mixin private NormaliserOption normaliser;
  @Mixin private LevelOptions levelOptions;
  @Mixin private SourceLimitOptions sourceLimits;

  @Option(
      names = "--field",
      defaultValue = ScanOptions.DEFAULT_FIELD,
      paramLabel = "POINTER",
      description = "JSON pointer to the text of a record (default: ${DEFAULT-VALUE}).")
  private String field;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "Column that holds the text in CSV and Parquet files, a dotted path in Parquet (default:"
              + " text).")
  private @Nullable String column;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "Between the fields of CSV files, tab for a tab (default: a comma; a tab in .tsv files)."
              + " Files whose names say nothing are then read as CSV too.")
  private @Nullable String delimiter;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Read only files and members of archives whose names match, for example *.jsonl or"
              + " 2026/**; may be repeated. Without a slash it is held against the last part of the"
              + " name, else against all of it, for a member its path in the archive. An archive"
              + " that matches is read whole.")
  private final List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description =
          "Leave out files and members of archives whose names match; may be repeated. Goes before"
              + " --include.")
  private final List<String> exclude = new ArrayList<>();

  @Option(
      names = "--fdr",
      defaultValue = "0.01",
      paramLabel = "Q",
      description = "False discovery rate over documents (default: ${DEFAULT-VALUE}).")
  private double fdr;

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
      names = "--memory",
      defaultValue = "1024",
      paramLabel = "MIB",
      description =
          "Memory of the whole scan; half of it is for distinct tuples, and beyond that the scan"
              + " samples and reports the rate (default: ${DEFAULT-VALUE}).")
  private int memoryMebibytes;

  @Option(
      names = "--exact",
      description =
          "Keep every distinct tuple, on disk in the output folder where memory does not suffice"
              + " (default: beyond --memory the scan samples and reports the rate).")
  private boolean exact;

  @Option(
      names = "--sampled-one-in",
      paramLabel = "N",
      description =
          "Sample the distinct tuples from the start, one in N, a power of two: less memory and"
              + " less to score, less power. Coarser where --memory asks for it (default: 1).")
  private @Nullable Long sampledOneIn;

  @Option(
      names = "--documents",
      defaultValue = "bh",
      paramLabel = "RULE",
      converter = RuleName.class,
      description =
          "bh: Benjamini-Hochberg; ebh: e-BH, which holds under any dependence and flags fewer"
              + " (default: ${DEFAULT-VALUE}).")
  private DocumentRule documents;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description =
          "The proxy's records: what marked text scores is taken from the answers that were marked"
              + " under these keys, in place of --excess.")
  private @Nullable Path records;

  /** Returns what the options say, the excess from the records where there are any. */
  PlanMethod method(CommandSpec spec, WatermarkOptions.Opened opened) {
    PlanMethod method = method(spec);
    if (records == null) {
      return method;
    }
    Set<String> ids = new HashSet<>();
    for (EraKeys era : opened.keys().eras()) {
      ids.add(era.fleet().id());
      era.tenants().forEach(tenant -> ids.add(tenant.id()));
    }
    double excess = AnswerRecords.read(records, opened.profile(), ids).excess();
    return method.withLevels(
        method.levels().withExcess(Math.clamp(Math.rint(100 * excess) / 100, 0.01, 10)));
  }

  private Selection selection() {
    Optional<Character> between = Optional.empty();
    if (delimiter != null) {
      String character = delimiter.equals("tab") || delimiter.equals("\\t") ? "\t" : delimiter;
      if (character.length() != 1) {
        throw new IllegalArgumentException("--delimiter must be one character, or tab");
      }
      between = Optional.of(character.charAt(0));
    }
    return new Selection(Optional.ofNullable(column), between, include, exclude);
  }

  /** Returns what the options say, each at its default where it was not given. */
  private PlanMethod method(CommandSpec spec) {
    if (memoryMebibytes < LEAST_MEMORY) {
      throw new ParameterException(
          spec.commandLine(), "--memory must be at least " + LEAST_MEMORY + " MiB");
    }
    long bytes = (long) memoryMebibytes << 20;
    Limits limits = Limits.ofThisMachine().withTuples(Limits.tuplesIn(bytes / 2));
    SampleRates rates = rates(spec);
    try {
      new DecoyPlan(decoys, fullDecoys, decoySeed, List.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--decoys, --full-decoys: " + e.getMessage(), e);
    }
    try {
      return new PlanMethod(
          normaliser.normaliser(),
          levelOptions.levels(spec, fdr),
          field,
          selection(),
          sourceLimits.textBytes(spec, limits.textBytes()),
          limits.tuples(),
          limits.decoyTuples(),
          rates,
          exact,
          sourceLimits.limits(spec),
          documents,
          decoys,
          fullDecoys,
          decoySeed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private SampleRates rates(CommandSpec spec) {
    if (sampledOneIn == null) {
      return SampleRates.ALL;
    }
    try {
      return new SampleRates(SampleRates.levelOf("--sampled-one-in", sampledOneIn), 0);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * Returns the method of a plan.
   *
   * @throws ParameterException if an option was given and says something else
   */
  PlanMethod planned(CommandSpec spec, PlanMethod plan) {
    if (records != null) {
      throw new ParameterException(
          spec.commandLine(), "--records: a plan says the excess; give them to tidemark plan");
    }
    PlanMethod own = method(spec);
    for (String name : NAMES) {
      if (spec.commandLine().getParseResult().hasMatchedOption(name) && !same(name, own, plan)) {
        throw new ParameterException(
            spec.commandLine(), name + " is not what the plan says; leave it out");
      }
    }
    return plan;
  }

  private static boolean same(String name, PlanMethod own, PlanMethod plan) {
    return switch (name) {
      case "--field" -> own.field().equals(plan.field());
      case "--column", "--delimiter", "--include", "--exclude" ->
          own.selection().withGlobs(plan.selection().globs()).equals(plan.selection());
      case "--fdr" -> own.levels().fdr() == plan.levels().fdr();
      case "--decoys" -> own.decoys() == plan.decoys();
      case "--full-decoys" -> own.fullDecoys() == plan.fullDecoys();
      case "--decoy-seed" -> own.decoySeed().equals(plan.decoySeed());
      case "--exact" -> own.exact() == plan.exact();
      case "--sampled-one-in" -> own.rates().level() == plan.rates().level();
      case "--max-ratio" -> own.sourceLimits().ratio() == plan.sourceLimits().ratio();
      case "--max-member" -> own.sourceLimits().memberBytes() == plan.sourceLimits().memberBytes();
      case "--max-file" -> own.sourceLimits().fileBytes() == plan.sourceLimits().fileBytes();
      case "--max-members" -> own.sourceLimits().entries() == plan.sourceLimits().entries();
      case "--max-record" -> own.textBytes() == plan.textBytes();
      case "--memory" -> own.tupleBudget() == plan.tupleBudget();
      case "--documents" -> own.documents() == plan.documents();
      case "--normaliser" -> own.normalisation() == plan.normalisation();
      case "--alpha" -> own.levels().alpha() == plan.levels().alpha();
      case "--alert" -> own.levels().alert() == plan.levels().alert();
      case "--excess" -> own.levels().excess() == plan.levels().excess();
      default -> throw new IllegalArgumentException("no option of the method: " + name);
    };
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
