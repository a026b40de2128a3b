package ai.tidemark.benchmarks.corpus;

import java.io.Closeable;
import java.io.IOException;

/** A file, archive or folder that takes documents. Not thread-safe. */
interface Container extends Closeable {
  /** Takes a document and says where a report will find it. */
  Where add(Utf8Text text) throws IOException;

  /** Returns the bytes that a reader gets from it once decompressed, so far. */
  long bytes();

  /**
   * Where a document is, as reports say it.
   *
   * @param file below the corpus
   * @param kind {@code line}, {@code row}, or empty for a whole file
   * @param at the line or row, from 1
   */
  record Where(String file, String kind, long at) {
    static Where whole(String file) {
      return new Where(file, "", 0);
    }
  }
}
