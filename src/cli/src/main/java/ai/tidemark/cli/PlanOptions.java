package ai.tidemark.cli;

import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlannedScan;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of a scan that keeps to a plan. */
final class PlanOptions {
  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Scan as a plan says (tidemark plan): what differs from it is refused by name. The plan"
              + " is logged before the first byte is read, and what came of it afterwards, also"
              + " where the scan fails or is given up.")
  private @Nullable Path plan;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "Manifest of the corpus. With --plan, files that differ are named. Without, its files are"
              + " scanned, or those of PATH, which must then be its files; by name and size, not by"
              + " digest.")
  private @Nullable Path manifest;

  /** Returns the plan, if one was given. */
  Optional<Plan> plan() {
    return Optional.ofNullable(plan).map(Plan::read);
  }

  /** Returns what to scan without a plan: what was given, or what the manifest names. */
  List<Path> paths(List<Path> given, Path out) {
    return manifest == null ? given : SourceOptions.ofManifest(manifest, given, out);
  }

  /** Returns what to scan: what was given, else what the plan names. */
  List<Path> paths(CommandSpec spec, Plan read, List<Path> given) {
    return switch (read.corpus()) {
      case PlanCorpus.Pinned _ -> given;
      case PlanCorpus.Paths(List<String> paths) -> {
        List<Path> own = paths.stream().map(Path::of).toList();
        if (!given.isEmpty() && !given.equals(own)) {
          throw new ParameterException(
              spec.commandLine(), "PATH is not what the plan says; leave it out");
        }
        yield own;
      }
    };
  }

  /** Runs the planned scan. */
  ScanOutcome run(
      Plan read,
      ScanOptions options,
      WatermarkOptions.Opened opened,
      ScanListener listener,
      Cancellation cancellation) {
    return PlannedScan.run(
            read,
            options,
            opened.planned(),
            Optional.ofNullable(manifest).map(Manifest::read),
            opened.log(),
            InstantSource.system(),
            Files::newInputStream,
            listener,
            cancellation)
        .outcome();
  }
}
