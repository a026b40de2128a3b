package ai.tidemark.scan.source;

import java.io.IOException;
import java.util.Optional;

/** One file, chunk by chunk. */
interface Chunks {
  /** Returns the next chunk, or empty at the end. */
  Optional<Chunk> next() throws IOException;
}
