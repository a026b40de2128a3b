package ai.tidemark.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A scan in a JVM of its own, to be killed: {@code KilledScan DIR USE WRITES PATH...}. After some
 * writes to its work folder it says so on standard output and waits for its end; with 0 it just
 * scans.
 */
final class KilledScan {
  private KilledScan() {}

  /** Scans. */
  public static void main(String[] args) {
    Path dir = Path.of(args[0]);
    Checkpoints.Use use = Checkpoints.Use.valueOf(args[1]);
    long most = Long.parseLong(args[2]);
    List<Path> paths = List.of(args).subList(3, args.length).stream().map(Path::of).toList();
    AtomicLong writes = new AtomicLong();
    Runnable beforeWrite =
        () -> {
          if (writes.incrementAndGet() == most) {
            System.out.println("written");
            try {
              int _ = System.in.read(); // never comes
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    ScanOptions options = ResumableCorpus.options(dir, paths);
    options = options.withLimits(options.limits().withWorkers(1)); // so writes come in one order
    Scans.scan(options.withCheckpoints(ResumableCorpus.every(use, beforeWrite)));
  }
}
