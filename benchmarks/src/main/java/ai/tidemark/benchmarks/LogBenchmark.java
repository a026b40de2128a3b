package ai.tidemark.benchmarks;

import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.log.LogAudit;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a log costs: {@code LogBenchmark DIR RAW.json}. DIR is a new folder on the disk to measure.
 *
 * <ol>
 *   <li>Appends of 400 bytes until durable, in turn within each round: with group commit (at most
 *       50 ms or 256 entries) and one fsync for each entry. A checkpoint ends each.
 *   <li>A log of 1,000,000 entries: making it; an inclusion proof with a fresh reader and a used
 *       one, each proof verified under a policy; a consistency proof; the audit of all of it.
 * </ol>
 *
 * <p>Wall-clock times: fsync is waiting. {@code /proc/loadavg} is kept with each row. Exit code 1
 * if a proof or the audit fails.
 */
public final class LogBenchmark {
  private static final int ROUNDS = 7;
  private static final int GROUPED = 20_000;
  private static final int SINGLE = 400;
  private static final int ENTRIES = 1_000_000;
  private static final int PROOFS = 1_000;
  private static final int FRESH = 50;

  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/bench", LocalSigner.generate(Algorithm.ED25519));
  private static final LogPolicy POLICY = LogPolicy.of(SIGNER.vkey());

  /** One timed run. */
  private record Run(String what, int round, long count, long nanos, String load) {
    double perSecond() {
      return count * 1e9 / nanos;
    }

    double micros() {
      return nanos / 1e3 / count;
    }
  }

  private final Path folder;
  private final List<Run> runs = new ArrayList<>();

  private LogBenchmark(Path folder) {
    this.folder = folder;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    LogBenchmark benchmark = new LogBenchmark(Files.createDirectory(Path.of(args[0])));
    benchmark.appends();
    boolean right = benchmark.proofs();
    benchmark.print(System.out);
    benchmark.write(Path.of(args[1]));
    System.exit(right ? 0 : 1);
  }

  private void appends() throws Exception {
    LogWriter.Options each = new LogWriter.Options(Disk.real(), Duration.ZERO, 1);
    for (int round = -1; round < ROUNDS; round++) {
      append("group commit", round, GROUPED, LogWriter.Options.USUAL);
      append("fsync each", round, SINGLE, each);
    }
  }

  private void append(String what, int round, int count, LogWriter.Options options)
      throws IOException, ExecutionException, InterruptedException {
    Path log = folder.resolve(what.replace(' ', '-') + round);
    try (LogWriter writer = LogWriter.open(log, SIGNER, options)) {
      long before = System.nanoTime();
      fill(writer, count);
      writer.checkpoint();
      keep(what, round, count, System.nanoTime() - before);
    }
  }

  private static void fill(LogWriter writer, int count)
      throws ExecutionException, InterruptedException {
    List<CompletableFuture<Long>> appended = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      appended.add(writer.append(entry(i)));
    }
    for (CompletableFuture<Long> one : appended) {
      one.get();
    }
  }

  private static byte[] entry(int i) {
    byte[] entry = new byte[400];
    new Random(i).nextBytes(entry);
    return entry;
  }

  private void keep(String what, int round, long count, long nanos) throws IOException {
    if (round >= 0) {
      String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
      runs.add(new Run(what, round, count, nanos, load));
    }
  }

  private boolean proofs() throws Exception {
    Path log = folder.resolve("million");
    try (LogWriter writer = LogWriter.open(log, SIGNER, LogWriter.Options.USUAL)) {
      long before = System.nanoTime();
      fill(writer, ENTRIES);
      writer.checkpoint();
      keep("make a log of 10^6", 0, ENTRIES, System.nanoTime() - before);
    }
    boolean right = true;
    for (int round = -1; round < ROUNDS; round++) {
      Random random = new Random(round);
      long before = System.nanoTime();
      for (int i = 0; i < FRESH; i++) {
        right &= proves(LogReader.open(log), random.nextInt(ENTRIES));
      }
      keep("proof and verification, fresh reader", round, FRESH, System.nanoTime() - before);
      LogReader reader = LogReader.open(log);
      before = System.nanoTime();
      for (int i = 0; i < PROOFS; i++) {
        right &= proves(reader, random.nextInt(ENTRIES));
      }
      keep("proof and verification, used reader", round, PROOFS, System.nanoTime() - before);
      before = System.nanoTime();
      int hashes = 0;
      for (int i = 0; i < PROOFS; i++) {
        hashes += reader.consistency(1 + random.nextInt(ENTRIES), ENTRIES).size();
      }
      right &= hashes > PROOFS;
      keep("consistency proof", round, PROOFS, System.nanoTime() - before);
    }
    long before = System.nanoTime();
    right &= LogAudit.run(log, (_, _) -> {}).problems().isEmpty();
    keep("audit of 10^6 entries", 0, ENTRIES, System.nanoTime() - before);
    return right;
  }

  private static boolean proves(LogReader reader, int index) {
    byte[] bytes = reader.proof(index).encode();
    return TlogProof.parse("proof", bytes).verify(POLICY, entry(index)).size() == ENTRIES;
  }

  private void print(PrintStream out) {
    out.println("| what | per second, median (least to most) | microseconds each | rounds |");
    out.println("|---|---|---|---|");
    for (String what : runs.stream().map(Run::what).distinct().toList()) {
      List<Run> rows = runs.stream().filter(run -> run.what.equals(what)).toList();
      double[] rates = rows.stream().mapToDouble(Run::perSecond).sorted().toArray();
      double[] micros = rows.stream().mapToDouble(Run::micros).sorted().toArray();
      out.printf(
          Locale.ROOT,
          "| %s | %,.0f (%,.0f to %,.0f) | %,.1f | %d |%n",
          what,
          rates[rates.length / 2],
          rates[0],
          rates[rates.length - 1],
          micros[micros.length / 2],
          rows.size());
    }
    double[] ratios = new double[ROUNDS];
    for (Run run : runs) {
      if (run.what.equals("group commit")) {
        ratios[run.round] += run.perSecond();
      }
    }
    for (Run run : runs) {
      if (run.what.equals("fsync each")) {
        ratios[run.round] /= run.perSecond();
      }
    }
    Arrays.sort(ratios);
    out.printf(
        Locale.ROOT,
        "%ngroup commit / fsync each, within a round: %.1f (%.1f to %.1f)%n",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]);
  }

  private void write(Path file) throws IOException {
    StringBuilder json =
        new StringBuilder("{\"format\":\"tidemark-log-benchmark-v1\",\"jdk\":\"")
            .append(Runtime.version())
            .append("\",\"entryBytes\":400,\"runs\":[\n");
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      json.append(i == 0 ? "" : ",\n")
          .append("{\"what\":\"" + run.what)
          .append("\",\"round\":" + run.round)
          .append(",\"count\":" + run.count)
          .append(",\"nanos\":" + run.nanos)
          .append(",\"load\":\"" + run.load + "\"}");
    }
    Files.writeString(file, json.append("\n]}\n"), StandardCharsets.UTF_8);
  }
}
