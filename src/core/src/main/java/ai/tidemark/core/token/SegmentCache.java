package ai.tidemark.core.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what short pieces of text became. Fixed size; a newcomer takes the place of whoever was
 * there. Thread-safe without locks: entries are immutable, and losing one only costs time.
 */
final class SegmentCache {
  /** Longer pieces are seldom seen twice. */
  static final int MAX_BYTES = 48;

  private static final int SLOTS = 1 << 15;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] text, int[] ids) {}

  private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

  /** Appends the ids of text[0, length), if known. */
  boolean recall(byte[] text, int length, TokenBuffer out) {
    Entry entry = entries[TokenIndex.hash(text, 0, length) & (SLOTS - 1)];
    if (entry == null || !Arrays.equals(entry.text, 0, entry.text.length, text, 0, length)) {
      return false;
    }
    for (int id : entry.ids) {
      out.add(id);
    }
    return true;
  }

  /** Remembers that text[0, length) became out[from, size). */
  void keep(byte[] text, int length, TokenBuffer out, int from) {
    Entry entry =
        new Entry(Arrays.copyOf(text, length), Arrays.copyOfRange(out.array(), from, out.size()));
    entries[TokenIndex.hash(text, 0, length) & (SLOTS - 1)] = entry;
  }
}
