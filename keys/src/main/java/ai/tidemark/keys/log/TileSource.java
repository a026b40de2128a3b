package ai.tidemark.keys.log;

import java.io.IOException;

/** Where the static files of a log come from: a folder, or a web server. Thread-safe. */
@FunctionalInterface
public interface TileSource {
  /**
   * Returns a file.
   *
   * @param path relative to the log, {@code checkpoint} or as of {@link TilePath#path}
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if it cannot be read
   */
  byte[] read(String path) throws IOException;
}
