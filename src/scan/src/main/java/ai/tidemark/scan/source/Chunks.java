package ai.tidemark.scan.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** One file or one member of an archive, piece by piece. */
interface Chunks extends Closeable {
  /**
   * Returns the next piece, or empty at the end. A stream that breaks ends, and what came before
   * the break is returned; the caller asks the stream why.
   */
  Optional<Content> next() throws IOException;

  /** Gives back what it holds; not the stream that it was handed. */
  @Override
  default void close() throws IOException {}
}
