package ai.tidemark.scan.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Texts of rows on their way into one piece of content. Not thread-safe. */
final class Rows {
  private static final int FULL_BYTES = 256 << 10;
  private static final int FULL_ROWS = 10_000;

  private final String file;
  private List<Content.Row> rows = new ArrayList<>();
  private byte[] data = new byte[0];
  private int length;
  private long bytes;

  Rows(String file) {
    this.file = file;
  }

  /**
   * Adds the text of a row.
   *
   * @param text entries [from, to), copied
   * @param size bytes that the row takes in all
   */
  void text(long row, byte[] text, int from, int to, long size) {
    int needed = length + to - from;
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, 2 * data.length));
    }
    System.arraycopy(text, from, data, length, to - from);
    rows.add(new Content.Row(row, length, needed, size, Optional.empty()));
    length = needed;
    bytes += size;
  }

  /** Adds a row without a text. */
  void skip(long row, SkipReason reason, long size) {
    rows.add(new Content.Row(row, length, length, size, Optional.of(reason)));
    bytes += size;
  }

  boolean isFull() {
    return length >= FULL_BYTES || rows.size() >= FULL_ROWS;
  }

  /** Returns what is here, if anything, and begins anew. */
  Optional<Content> take() {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Content content = new Content.Table(file, new Bytes(data, 0, length), List.copyOf(rows), bytes);
    rows = new ArrayList<>();
    data = new byte[0];
    length = 0;
    bytes = 0;
    return Optional.of(content);
  }
}
