package ai.tidemark.benchmarks.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.ScanOutcome;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.ScanReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The whole scan against {@link NaiveScan} on slices of a corpus: {@code ScanSpeed --corpus
 * FILE.jsonl --out FILE.json --keys N [--slices N] [--slice-bytes N] [--two-workers]}.
 *
 * <p>A slice warms both up, read ten times: a scan of a corpus goes on for hours, and the compiler
 * is done with it after some seconds. Every other slice is text that neither has seen. Time is
 * processor time of the whole process, garbage collection and compilation included, so a busy
 * machine matters less and a second core is not had for nothing; for one core against two it is
 * time by the clock. Both must come to the same n and S for every key of every slice, or the run
 * fails.
 */
public final class ScanSpeed {
  private static final int WARM_ROUNDS = 10;
  private static final int SCALING_WARM = 2;
  private static final int SCALING_ROUNDS = 5;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final Tokenizer tokenizer = Tokenizers.open("cl100k_base");
  private final Profile profile = Profile.of(tokenizer);
  private final byte[] fleet;
  private final List<byte[]> tenants = new ArrayList<>();
  private final Path work;

  private ScanSpeed(int keys, Path work) throws GeneralSecurityException {
    fleet = key(0);
    for (int k = 1; k < keys; k++) {
      tenants.add(key(k));
    }
    this.work = work;
  }

  /** Returns 16 bytes that nothing was ever marked with. */
  private static byte[] key(int number) throws GeneralSecurityException {
    byte[] seed = ("tidemark benchmark key " + number).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(seed), DrawKey.BYTES);
  }

  /** What one side did with one slice. */
  private record Took(long cpuNanos, long wallNanos, long collectMillis, long compileMillis) {}

  private interface Side {
    void run() throws IOException, GeneralSecurityException;
  }

  private static Took time(Side side) throws IOException, GeneralSecurityException {
    System.gc(); // what the other side left is not this side's to clear
    long collected = collectMillis();
    long compiled = COMPILER.getTotalCompilationTime();
    long cpu = SYSTEM.getProcessCpuTime();
    long wall = System.nanoTime();
    side.run();
    return new Took(
        SYSTEM.getProcessCpuTime() - cpu,
        System.nanoTime() - wall,
        collectMillis() - collected,
        COMPILER.getTotalCompilationTime() - compiled);
  }

  private static long collectMillis() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      sum += collector.getCollectionTime();
    }
    return sum;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Arguments arguments = Arguments.of(args);
    int keys = arguments.number("--keys", 1);
    int slices = arguments.number("--slices", 5);
    Path work = Files.createTempDirectory("tidemark-scan-speed");
    try {
      List<Path> files =
          slices(
              arguments.file("--corpus"),
              slices + (arguments.flag("--two-workers") ? 0 : 1),
              arguments.number("--slice-bytes", 32 << 20),
              work);
      ScanSpeed speed = new ScanSpeed(keys, work);
      ObjectNode result =
          arguments.flag("--two-workers") ? speed.scaling(files) : speed.against(files);
      result.put("keys", keys);
      Files.write(
          arguments.file("--out"), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(result));
    } finally {
      delete(work);
    }
  }

  private ObjectNode against(List<Path> files) throws IOException, GeneralSecurityException {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode rows = result.putArray("slices");
    for (int s = 1 - WARM_ROUNDS; s < files.size(); s++) {
      Path file = files.get(Math.max(0, s));
      int expected = (int) Math.min(1 << 29, Files.size(file) / 2);
      NaiveScan naive = new NaiveScan(fleet, tenants);
      ScanReport[] report = new ScanReport[1];
      Took slow;
      Took fast;
      if (s % 2 == 0) {
        slow = time(() -> naive.scan(file, expected));
        fast = time(() -> report[0] = scan(file, 1));
      } else {
        fast = time(() -> report[0] = scan(file, 1));
        slow = time(() -> naive.scan(file, expected));
      }
      requireEqual(report[0], naive);
      JsonNode timing = timing();
      if (s < 1) {
        continue;
      }
      ObjectNode row = rows.addObject();
      row.put("bytes", Files.size(file));
      row.put("tokens", naive.tokens());
      row.put("tuples", naive.n(0) + naive.n(1));
      row.put("naiveCpuNanos", slow.cpuNanos);
      row.put("scanCpuNanos", fast.cpuNanos);
      row.put("naiveWallNanos", slow.wallNanos);
      row.put("scanWallNanos", fast.wallNanos);
      row.put("naiveCollectMillis", slow.collectMillis)
          .put("naiveCompileMillis", slow.compileMillis);
      row.put("scanCollectMillis", fast.collectMillis).put("scanCompileMillis", fast.compileMillis);
      row.set("timing", timing);
      System.err.printf(
          "scan: %d keys, slice %d: naive %.1f, scan %.1f ns a token, ratio %.2f%n",
          1 + tenants.size(),
          s,
          (double) slow.cpuNanos / naive.tokens(),
          (double) fast.cpuNanos / naive.tokens(),
          (double) slow.cpuNanos / fast.cpuNanos);
    }
    return result;
  }

  /**
   * One worker on one core against two on two, wall time. They take turns and go round three
   * slices, so between two readings of one lies the text of two others, whoever reads it first.
   */
  private ObjectNode scaling(List<Path> files) throws IOException, GeneralSecurityException {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode rows = result.putArray("slices");
    for (int round = 0; round < SCALING_ROUNDS; round++) {
      Timed[][] timed = new Timed[2][files.size()];
      for (int i = 0; i < 2 * files.size(); i++) {
        int slice = i % files.size(); // of an odd number
        timed[i % 2][slice] = onCores(1 + i % 2, files.get(slice));
      }
      for (int slice = 0; slice < files.size(); slice++) {
        Timed one = timed[0][slice];
        Timed two = timed[1][slice];
        if (!Arrays.equals(one.report.toJson(), two.report.toJson())) {
          throw new IllegalStateException("the reports of one and two workers differ");
        }
        double ratio = (double) one.took.wallNanos / two.took.wallNanos;
        System.err.printf("scan: two cores %.2f x one, round %d%n", ratio, round);
        if (round >= SCALING_WARM) {
          ObjectNode row = rows.addObject();
          row.put("bytes", Files.size(files.get(slice)));
          row.put("ratio", ratio);
          one.writeTo(row.putObject("one"));
          two.writeTo(row.putObject("two"));
        }
      }
    }
    return result;
  }

  /** A scan of a file. */
  private record Timed(Took took, ScanReport report, JsonNode timing) {
    void writeTo(ObjectNode node) {
      node.put("wallNanos", took.wallNanos);
      node.put("cpuNanos", took.cpuNanos);
      node.put("collectMillis", took.collectMillis);
      node.put("compileMillis", took.compileMillis);
      node.set("timing", timing);
    }
  }

  /** Scans with as many workers as cores; every thread of this process keeps to these cores. */
  private Timed onCores(int cores, Path file) throws IOException, GeneralSecurityException {
    keepTo(cores == 1 ? "0" : "0,1");
    ScanReport[] report = new ScanReport[1];
    Took took = time(() -> report[0] = scan(file, cores));
    return new Timed(took, report[0], timing());
  }

  private static void keepTo(String cores) throws IOException {
    Process taskset;
    do { // it fails where a thread ends while it looks, and then others keep what they were told
      taskset =
          new ProcessBuilder(
                  "taskset", "-a", "-c", "-p", cores, Long.toString(ProcessHandle.current().pid()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      taskset.onExit().join();
    } while (taskset.exitValue() != 0);
  }

  private JsonNode timing() throws IOException {
    return JSON.readTree(Files.readAllBytes(work.resolve("report/timing.json")));
  }

  private ScanReport scan(Path file, int workers) throws IOException {
    List<DrawKey> opened = new ArrayList<>();
    try {
      NamedKey fleetKey = named("fleet", fleet, opened);
      List<NamedKey> tenantKeys = new ArrayList<>();
      for (int t = 0; t < tenants.size(); t++) {
        tenantKeys.add(named("tenant-" + t, tenants.get(t), opened));
      }
      ScanKeys keys = ScanKeys.of(new EraKeys("benchmark", fleetKey, tenantKeys));
      Path out = work.resolve("report");
      delete(out);
      ScanOptions options =
          ScanOptions.of(List.of(file), profile, tokenizer, keys, out)
              .withNormalisation(Normalisation.NONE)
              .withDecoys(new DecoyPlan(99, 0, "benchmark", List.of()))
              .withLimits(
                  Limits.ofThisMachine()
                      .withWorkers(workers)
                      .withTuples(1L << 30)
                      .withDecoyTuples(1 << 12));
      return switch (Scan.run(options, ScanListener.NONE, new Cancellation())) {
        case ScanOutcome.Finished(ScanReport report) -> report;
        case ScanOutcome.Interrupted _ -> throw new IllegalStateException("interrupted");
      };
    } finally {
      opened.forEach(DrawKey::close);
    }
  }

  private static NamedKey named(String name, byte[] bytes, List<DrawKey> opened) {
    DrawKey key = DrawKey.copyOf(bytes);
    opened.add(key);
    return new NamedKey(name, name, key);
  }

  private static void requireEqual(ScanReport report, NaiveScan naive) {
    for (CorpusResult result : report.results()) {
      Finding finding = result.finding();
      int key =
          finding.name().equals("fleet")
              ? 0
              : 1 + Integer.parseInt(finding.name().substring("tenant-".length()));
      long n = finding.evidence().n();
      String sum = finding.evidence().sum().toBigInteger().toString();
      if (n != naive.n(key) || !sum.equals(Long.toString(naive.sum(key)))) {
        throw new IllegalStateException(
            finding.name() + ": the naive pipeline and the scan came to different n or S");
      }
    }
  }

  /** Cuts the first lines of a corpus into files of about some bytes each. */
  private static List<Path> slices(Path corpus, int count, int bytes, Path work)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(corpus)) {
      for (int s = 0; s < count; s++) {
        Path file = work.resolve("slice-" + s + ".jsonl");
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            byte[] utf8 = (line + "\n").getBytes(StandardCharsets.UTF_8);
            out.write(utf8);
            written += utf8.length;
            if (written >= bytes) {
              break;
            }
          }
        }
        if (written < bytes) {
          throw new IllegalArgumentException(
              "the corpus is too small for " + count + " slices of " + bytes + " bytes");
        }
        files.add(file);
      }
    }
    return files;
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }
}
