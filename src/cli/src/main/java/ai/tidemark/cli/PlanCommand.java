package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.corpus.Mismatch;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.PlannedScan;
import ai.tidemark.evidence.plan.ScanLog;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.scan.Cancellation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tidemark plan}: what will be tested, fixed before looking. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what a scan will test: the question, profile, keys by their commitments, every option"
          + " that a result depends on, and the corpus by its paths or by a manifest of its files.",
      "Scores nothing. tidemark scan --plan then does exactly this and nothing else."
    },
    footer = {
      "",
      "A plan holds no key, and tenants only by their tags. With keys of a key file",
      "(--keys) it says that nobody committed to them: good for practice, and refused",
      "as evidence.",
      "",
      "Examples:",
      "  tidemark plan corpus/ --store store --secret-file secret --era 2026Q4 \\",
      "      --question \"Does it depend on our output?\" --out plan.json",
      "  tidemark plan corpus/ --keys keys.json --question \"...\" --share 0.01 --out plan.json",
      "  tidemark plan corpus/ --keys keys.json --question \"...\" --out plan.json \\",
      "      --manifest manifest.json --source \"hub.example/data\" --obtained-by lab-2 \\",
      "      --obtained 2026-11-20T08:00:00Z --first-known 2026-11-02T00:00:00Z"
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PlannedKeyOptions watermark;
  @Mixin private MethodOptions methodOptions;
  @Mixin private RateOptions rateOptions;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders to scan later.")
  private List<Path> paths;

  @Option(
      names = "--question",
      required = true,
      paramLabel = "TEXT",
      description = "What the scan is to answer, in words.")
  private String question;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "New plan file; an old one is never overwritten.")
  private Path out;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "Pin the corpus to its files: read from FILE and compared if it exists, else written to"
              + " it, which needs the four options below.")
  private @Nullable Path manifest;

  @Option(
      names = "--register",
      description =
          "With --store: log the plan now, so that its checkpoint can be time-stamped before the"
              + " scan; the next scan of the plan is the one announced. Else the scan logs it.")
  private boolean register;

  @ArgGroup(exclusive = false, heading = "%nWhere a new manifest's material came from:%n")
  private @Nullable OriginOptions origin;

  /** Where the material came from. */
  static final class OriginOptions {
    @Option(names = "--source", required = true, paramLabel = "TEXT", description = "From where.")
    private String source;

    @Option(names = "--obtained-by", required = true, paramLabel = "WHO", description = "By whom.")
    private String by;

    @Option(
        names = "--obtained",
        required = true,
        paramLabel = "TIME",
        converter = TimeName.class,
        description = "When it was obtained, for example 2026-11-20T08:00:00Z.")
    private Instant when;

    @Option(
        names = "--first-known",
        required = true,
        paramLabel = "TIME",
        converter = TimeName.class,
        description =
            "Earliest date that the material is known to have existed: keys must have been"
                + " committed to before it.")
    private Instant firstKnown;

    Manifest.Origin origin() {
      return new Manifest.Origin(source, when, by, firstKnown);
    }
  }

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new BadInputException(out.toString(), "already exists; a plan is never overwritten");
    }
    try (WatermarkOptions.Opened opened = watermark.open(spec)) {
      PlanMethod method = methodOptions.method(spec, opened);
      Optional<RateOptions.Chosen> rate = rateOptions.choose(spec, opened, method, paths);
      Plan plan =
          new Plan(
              question,
              ProfilePin.of(opened.profile()),
              opened.planned().stream().map(PlannedKeys::known).toList(),
              rate.map(chosen -> method.withRates(chosen.rate().rates())).orElse(method),
              corpus(),
              RecordTime.wholeSeconds(Instant.now()));
      if (register && opened.log().isEmpty()) {
        throw new ParameterException(spec.commandLine(), "--register needs --store");
      }
      plan.write(out);
      print(plan);
      rate.ifPresent(chosen -> RateOptions.print(chosen, spec.commandLine().getOut()));
      spec.commandLine().getOut().flush();
      if (register) {
        register(plan, opened.log().orElseThrow());
      }
      return Main.FINISHED;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private PlanCorpus corpus() {
    if (manifest == null) {
      if (origin != null) {
        throw new ParameterException(spec.commandLine(), "--source and its like need --manifest");
      }
      return new PlanCorpus.Paths(paths.stream().map(Path::toString).toList());
    }
    Path file = manifest;
    Cancellation cancellation = new Cancellation();
    return Interruptible.run(cancellation::cancel, () -> pinned(file, cancellation));
  }

  private PlanCorpus pinned(Path file, Cancellation cancellation) {
    boolean there = Files.exists(file);
    if (there != (origin == null)) {
      throw new ParameterException(
          spec.commandLine(),
          there
              ? file + " exists and says where the material came from; leave out --source"
              : file
                  + " does not exist; to make it, say --source, --obtained-by, --obtained and"
                  + " --first-known");
    }
    CorpusDigests digests = new CorpusDigests(Files::newInputStream, cancellation::cancelled);
    var found = digests.files(paths, List.of());
    if (cancellation.cancelled()) {
      throw new BadInputException(file.toString(), "interrupted; nothing was written");
    }
    if (origin != null) {
      Manifest made = Manifest.of(found, origin.origin());
      write(file, made.canonicalJson());
      return new PlanCorpus.Pinned(made.root());
    }
    Manifest read = Manifest.read(file);
    List<Mismatch> mismatches = read.compare(found);
    if (!mismatches.isEmpty()) {
      throw new BadInputException(
          file.toString(),
          "is not what the paths hold: "
              + mismatches.getFirst()
              + (mismatches.size() > 1 ? " and " + (mismatches.size() - 1) + " more" : ""));
    }
    return new PlanCorpus.Pinned(read.root());
  }

  private static void write(Path file, byte[] json) {
    try {
      Files.write(file, json, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(file.toString(), "already exists", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be written", e);
    }
  }

  private void print(Plan plan) {
    PrintWriter print = spec.commandLine().getOut();
    print.println("wrote " + out);
    print.println("plan        sha256 " + plan.sha256());
    for (PlanEra era : plan.keys()) {
      print.println(
          "era         "
              + era.era()
              + ": "
              + (era.count() == 1 ? "1 key" : era.count() + " keys")
              + (plan.committed() ? ", committed to" : ", not committed to: for practice"));
    }
    switch (plan.corpus()) {
      case PlanCorpus.Paths(List<String> named) ->
          print.println("corpus      " + String.join(", ", named) + ", as found when scanned");
      case PlanCorpus.Pinned(String root) -> print.println("corpus      manifest root " + root);
    }
    print.flush();
  }

  private void register(Plan plan, ScanLog log) {
    PlanRecord record = PlannedScan.register(plan, log, InstantSource.system());
    PrintWriter print = spec.commandLine().getOut();
    print.println("logged      record " + record.leafHash());
    print.println("Next: tidemark log timestamp (or cosign), then tidemark scan --plan " + out);
    print.flush();
  }

  /** Reads a time. */
  static final class TimeName implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return RecordTime.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
