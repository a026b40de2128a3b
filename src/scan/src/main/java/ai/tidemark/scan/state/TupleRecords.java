package ai.tidemark.scan.state;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.work.AppendFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Writes and reads tuples of a work file: records as in a {@link BlockFile}, in no order and with
 * repeats. A buffer of bounded size, used again and again. Not thread-safe.
 */
final class TupleRecords {
  private static final int RECORDS = 4096;

  private final byte[] bytes = new byte[RECORDS * BlockFile.RECORD];
  private final long[] pairs = new long[2 * RECORDS];
  private final byte[] forms = new byte[RECORDS];
  private int size;

  /** Takes tuples that were read. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes tuples.
     *
     * @param pairs hi and lo in turn, entries [0, 2n)
     * @param forms of each, entries [0, n)
     */
    void tuples(long[] pairs, byte[] forms, int n) throws IOException;
  }

  /** Appends the tuples of a store from one on to a file; the last ones wait for a flush. */
  void write(TupleStore store, int from, AppendFile file) throws IOException {
    for (int i = from; i < store.size(); i++) {
      long[] block = store.block(i / TupleStore.BLOCK);
      int at = 2 * (i % TupleStore.BLOCK);
      write(block[at], block[at + 1], store.forms(i), file);
    }
  }

  /** Buffers a tuple. */
  void write(long hi, long lo, int in, AppendFile file) throws IOException {
    int at = size * BlockFile.RECORD;
    Merge.LONGS.set(bytes, at, hi);
    Merge.LONGS.set(bytes, at + Long.BYTES, lo);
    bytes[at + 2 * Long.BYTES] = (byte) in;
    if (++size == RECORDS) {
      flush(file);
    }
  }

  /** Appends what is buffered. */
  void flush(AppendFile file) throws IOException {
    if (size > 0) {
      file.append(bytes, 0, size * BlockFile.RECORD);
      size = 0;
    }
  }

  /**
   * Pushes the first records of a file.
   *
   * @throws BadInputException if it is shorter
   */
  void read(Path file, long records, Sink sink) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      long left = records;
      while (left > 0) {
        int n = (int) Math.min(left, RECORDS);
        if (in.readNBytes(bytes, 0, n * BlockFile.RECORD) < n * BlockFile.RECORD) {
          throw new BadInputException(file.toString(), "was cut short while the scan was running");
        }
        for (int i = 0; i < n; i++) {
          int at = i * BlockFile.RECORD;
          pairs[2 * i] = (long) Merge.LONGS.get(bytes, at);
          pairs[2 * i + 1] = (long) Merge.LONGS.get(bytes, at + Long.BYTES);
          forms[i] = bytes[at + 2 * Long.BYTES];
        }
        sink.tuples(pairs, forms, n);
        left -= n;
      }
    }
  }
}
