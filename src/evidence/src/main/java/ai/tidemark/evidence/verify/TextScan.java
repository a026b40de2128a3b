package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Mismatch;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.DecoyKeys;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.RecordedReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Scans the texts again, with the plan's settings, into a folder that goes when this is closed. */
final class TextScan implements AutoCloseable {
  private final Path directory;
  private final boolean sameKeys;

  private TextScan(Path directory, boolean sameKeys) {
    this.directory = directory;
    this.sameKeys = sameKeys;
  }

  /**
   * Scans.
   *
   * @throws BundleException {@link Code#TEXTS_DIFFER} if they are not those of the manifest
   * @throws BadInputException if they cannot be read
   */
  static TextScan of(
      Documents documents, List<OpenedEra> opened, Material.Texts texts, int workers) {
    requireManifest(documents, texts.root());
    boolean all = allOpened(documents.report(), opened);
    try {
      Path directory = Files.createTempDirectory("tidemark-verify");
      TextScan scan = new TextScan(directory, all);
      try {
        ScanKeys keys = all ? keys(opened) : stranger();
        Scan.run(
            options(documents, keys, texts, directory.resolve("report"), workers),
            _ -> {},
            new Cancellation());
        return scan;
      } catch (RuntimeException e) {
        scan.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadInputException("temporary folder", "cannot be made", e);
    }
  }

  private static void requireManifest(Documents documents, Path root) {
    CorpusDigests digests = new CorpusDigests(Files::newInputStream, () -> false);
    List<Mismatch> mismatches =
        documents.manifest().compare(digests.files(List.of(root), List.of()));
    if (!mismatches.isEmpty()) {
      throw new BundleException(
          Code.TEXTS_DIFFER,
          "the texts are not those of the manifest: "
              + mismatches.getFirst()
              + (mismatches.size() > 1 ? " and " + (mismatches.size() - 1) + " more" : ""));
    }
  }

  private static boolean allOpened(RecordedReport report, List<OpenedEra> opened) {
    return report.results().stream()
            .allMatch(result -> opened.stream().anyMatch(era -> Charges.holds(era, result)))
        && report.wrongKeys() == 0;
  }

  private static ScanKeys keys(List<OpenedEra> opened) {
    List<EraKeys> eras = new ArrayList<>();
    for (OpenedEra era : opened) {
      eras.add(new EraKeys(era.era(), era.fleet().orElseThrow(), era.tenants()));
    }
    return new ScanKeys(eras);
  }

  /** A key that marked nothing: which tuples a corpus has does not depend on any key. */
  private static ScanKeys stranger() {
    NamedKey key = new NamedKey("fleet", "0".repeat(16), DecoyKeys.of("verify", 1).getFirst());
    return ScanKeys.of(new EraKeys("none", key, List.of()));
  }

  private static ScanOptions options(
      Documents documents, ScanKeys keys, Material.Texts texts, Path out, int workers) {
    Plan plan = documents.plan();
    Profile profile = documents.profile();
    ScanOptions options =
        ScanOptions.of(List.of(texts.root()), profile, texts.tokenizer(), keys, out);
    return plan.method()
        .applyTo(options.withLimits(options.limits().withWorkers(workers)))
        .withBlocks(true);
  }

  /** Returns the scored blocks of the texts. */
  Path blocks() {
    return directory.resolve("report").resolve(Scan.BLOCKS_FILE);
  }

  /** Returns the report of the same keys; empty if not all of them are opened. */
  Optional<byte[]> report() {
    if (!sameKeys) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(directory.resolve("report").resolve(Scan.REPORT_FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
