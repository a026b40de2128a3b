package ai.tidemark.benchmarks.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders on the disk that is measured: {@code tidemark.disk}, or that of temporary files. */
final class Scratch {
  private Scratch() {}

  static Path folder() throws IOException {
    String disk = System.getProperty("tidemark.disk", System.getProperty("java.io.tmpdir"));
    return Files.createTempDirectory(Files.createDirectories(Path.of(disk)), "tidemark-bench-");
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
