package ai.tidemark.scan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** How files are opened. */
@FunctionalInterface
public interface Opener {
  /** Opens a file for reading. */
  InputStream open(Path file) throws IOException;
}
