package ai.tidemark.scan;

import ai.tidemark.scan.inference.EraKeys;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A small corpus with everything that a checkpoint must carry, and scans of it that stop. */
final class ResumableCorpus {
  static final EraKeys KEYS = Scans.KEYS;

  private ResumableCorpus() {}

  /** What ends a scan at a write. */
  static final class Stop extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Ends the scan at the k-th write, and at every later one: what a killed process would do. */
  static final class StopAt implements Runnable {
    private final AtomicLong left;

    StopAt(long k) {
      left = new AtomicLong(k);
    }

    @Override
    public void run() {
      if (left.decrementAndGet() < 0) {
        throw new Stop();
      }
    }
  }

  /**
   * Writes the corpus: records, broken ones among them, texts, and texts the normaliser changes.
   */
  static List<Path> write(Path dir) throws IOException {
    List<String> texts =
        new TestCorpus(1)
            .plain(70, 100)
            .marked(20, 160, KEYS.fleet().key(), KEYS.tenants().get(1).key())
            .texts();
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < 9; f++) {
      StringBuilder lines = new StringBuilder();
      for (int i = f * 10; i < (f + 1) * 10; i++) {
        String text = i % 7 == 0 ? texts.get(i).replace(" 1", " \u200b1") : texts.get(i);
        lines.append("{\"text\":\"").append(text).append("\"}\n");
      }
      lines.append(f % 2 == 0 ? "{broken\n" : "");
      paths.add(Files.writeString(dir.resolve(f + ".jsonl"), lines));
    }
    paths.add(
        Files.writeString(
            dir.resolve("long.txt"), new TestCorpus(5).plain(1, 3_000).texts().getFirst()));
    return paths;
  }

  static ScanOptions options(Path dir, List<Path> paths) {
    ScanOptions options = Scans.options(dir, paths, KEYS);
    return options.withLimits(options.limits().withTextBytes(2_000));
  }

  /** Checkpoints after every batch, on a clock that stands still. */
  static Checkpoints every(Checkpoints.Use use, Runnable beforeWrite) {
    return new Checkpoints(use, 0, () -> 0, beforeWrite);
  }

  /** A checkpoint now and then, on a clock that moves when it is asked. */
  static Checkpoints some(Checkpoints.Use use, Runnable beforeWrite) {
    AtomicLong time = new AtomicLong();
    return new Checkpoints(use, 5, time::incrementAndGet, beforeWrite);
  }

  /** Returns the files that must not depend on how a scan was run. */
  static List<String> files(Path out) throws IOException {
    return List.of(
        Files.readString(out.resolve(Scan.REPORT_FILE)),
        Files.readString(out.resolve(Scan.FLAGGED_FILE)),
        Files.readString(out.resolve(Scan.SKIPPED_FILE)));
  }

  /** Goes on with a scan that stopped, or starts it again where it had not come to a checkpoint. */
  static List<String> goOn(ScanOptions options) throws IOException {
    boolean kept = Files.exists(options.out().resolve(".tidemark-work/checkpoint.json"));
    Checkpoints.Use use = kept ? Checkpoints.Use.RESUME : Checkpoints.Use.WRITE;
    Scans.scan(options.withCheckpoints(some(use, () -> {})));
    return files(options.out());
  }

  /** Appends what a write may leave that was cut short. */
  static void tearTails(Path out) throws IOException {
    Path work = out.resolve(".tidemark-work");
    if (!Files.exists(work)) {
      return;
    }
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.filter(f -> !f.endsWith("checkpoint.json")).toList()) {
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
          torn.seek(torn.length());
          torn.write(new byte[] {1, 2, 3, 4, 5});
        }
      }
    }
  }
}
