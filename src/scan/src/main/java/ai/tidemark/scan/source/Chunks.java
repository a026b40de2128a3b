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

  /**
   * Returns how many bytes of its stream it took at the end without handing anything over that
   * stands for them: a record that a break cuts. Asked after a break; 0 where pieces tell.
   */
  default long lost() {
    return 0;
  }

  /** Returns how many bytes of its stream it passed over: those of members left out. */
  default long leftOutBytes() {
    return 0;
  }

  /** Gives back what it holds; not the stream that it was handed. */
  @Override
  default void close() throws IOException {}
}
