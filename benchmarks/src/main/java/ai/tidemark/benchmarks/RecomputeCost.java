package ai.tidemark.benchmarks;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Recompute;
import ai.tidemark.scan.Recomputed;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ReportReader;
import ai.tidemark.scan.state.BlockTuples;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What recomputing a report from its blocks costs beside the scan that wrote them, and what writing
 * them costs: scans a corpus with and without blocks, twice each, then recomputes it, and prints
 * processor and wall time. Fails unless every part of the report comes out the same.
 *
 * <pre>
 * java -Xmx2g -cp benchmarks/target/classes:'src/cli/target/lib/*' \
 *     ai.tidemark.benchmarks.RecomputeCost OUT PATH...
 * </pre>
 */
public final class RecomputeCost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int TENANTS = 10;

  private RecomputeCost() {}

  private interface Work {
    void run() throws IOException;
  }

  /** Measures. */
  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    List<Path> paths = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      paths.add(Path.of(args[i]));
    }
    Profile profile = Profile.of(Cl100k.get());
    List<String> names = new ArrayList<>();
    for (int t = 0; t < TENANTS; t++) {
      names.add("tenant-" + t);
    }
    try (KeyFile file = KeyFile.fromSeed("recompute cost", "era", names)) {
      List<NamedKey> tenants = new ArrayList<>();
      for (String name : names) {
        tenants.add(new NamedKey(name, file.tenantId(name), file.tenant(name)));
      }
      EraKeys keys =
          new EraKeys("era", new NamedKey("fleet", file.fleetId(), file.fleet()), tenants);
      ScanOptions options =
          ScanOptions.of(paths, profile, Cl100k.get(), ScanKeys.of(keys), out)
              .withLimits(Limits.ofThisMachine());
      for (int round = 0; round < 2; round++) { // the first one warms up
        measure("scan without blocks", () -> scan(options));
        measure("scan with blocks", () -> scan(options.withBlocks(true)));
        measure("recompute", () -> recompute(out, profile, keys));
      }
    }
  }

  private static void scan(ScanOptions options) throws IOException {
    var _ = Scan.run(options, ScanListener.NONE, new Cancellation());
    System.out.println(Files.readString(options.out().resolve(Scan.TIMING_FILE)));
  }

  private static void recompute(Path out, Profile profile, EraKeys keys) throws IOException {
    byte[] json = Files.readAllBytes(out.resolve(Scan.REPORT_FILE));
    RecordedReport report = ReportReader.read("report.json", json);
    try (Arena arena = Arena.ofShared();
        OpenedEra era = OpenedEra.of(keys)) {
      Path blocks = out.resolve(Scan.BLOCKS_FILE);
      BlockTuples tuples =
          BlockTuples.map(blocks, arena, report.tuples().level(), profile.contexts());
      int workers = Runtime.getRuntime().availableProcessors();
      Recomputed again =
          Recompute.of(report, profile, List.of(era), tuples, workers, new Cancellation());
      if (!again.agrees()) {
        throw new IllegalStateException("differs: " + again.differences());
      }
      System.out.println(tuples.size() + " tuples, " + again.keys().size() + " keys, the same");
    }
  }

  private static void measure(String what, Work work) throws IOException {
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    System.out.printf(
        Locale.ROOT,
        "%-20s processor %.2f s, wall %.2f s%n",
        what,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9,
        (System.nanoTime() - wall) / 1e9);
  }
}
