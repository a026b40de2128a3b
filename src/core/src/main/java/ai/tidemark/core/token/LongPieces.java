package ai.tidemark.core.token;

/**
 * Remembers what pieces of more than 16 bytes became: a ring of records, the oldest of which are
 * written over, and an index by hash into it. A record is found by its hash and compared with the
 * piece. Fixed size; not thread-safe.
 *
 * <p>A record: length, count and 32 bits of hash in one long, the bytes, the ids two to a long.
 */
final class LongPieces {
  /** Longer pieces are seldom seen twice. */
  static final int MOST_BYTES = 128;

  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int MOST_LONGS = 1 + MOST_BYTES / 8 + MOST_BYTES / 2;

  private final long[] ring;
  private final long[] index; // position + 1 in all that was ever written; 0 = free
  private final int shift;
  private long head; // where the next record goes

  /**
   * @param bits logarithm of the number of index entries; the ring takes 64 bytes for each
   */
  LongPieces(int bits) {
    index = new long[1 << bits];
    ring = new long[8 << bits];
    shift = 64 - bits;
    if (ring.length < 2 * MOST_LONGS) {
      throw new IllegalArgumentException("bits must be at least 5, but is " + bits);
    }
  }

  /** Returns a hash of text[from, to), at least 8 bytes. */
  static long hash(byte[] text, int from, int to) {
    long hash = (long) to - from;
    for (int i = from; i < to - 8; i += 8) {
      hash = (hash ^ Words.load(text, i)) * MIX;
      hash ^= hash >>> 32;
    }
    hash = (hash ^ Words.load(text, to - 8)) * MIX;
    return (hash ^ (hash >>> 29)) * MIX;
  }

  /** Writes the ids of text[from, to), if known; returns the index after the last id, or -1. */
  int recall(byte[] text, int from, int to, long hash, int[] out, int at) {
    long position = index[(int) (hash >>> shift)] - 1;
    if (position < 0 || head - position > ring.length) {
      return -1;
    }
    int record = (int) position & (ring.length - 1);
    long header = ring[record];
    int length = to - from;
    if ((int) hash != (int) header || (int) (header >>> 32 & 0xffff) != length) {
      return -1;
    }
    int word = record + 1;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      if (ring[word++] != Words.load(text, i)) {
        return -1;
      }
    }
    if (i < to && ring[word++] != Words.first(Words.load(text, i), to - i)) {
      return -1;
    }
    int count = (int) (header >>> 48);
    for (int k = 0; k < count; k++) {
      long two = ring[word + (k >> 1)];
      out[at + k] = (int) (two >>> ((k & 1) << 5));
    }
    return at + count;
  }

  /** Remembers that text[from, to) became ids[first, last). */
  void keep(byte[] text, int from, int to, long hash, int[] ids, int first, int last) {
    int record = (int) head & (ring.length - 1);
    if (record + MOST_LONGS > ring.length) { // records do not wrap
      head += ring.length - record;
      record = 0;
    }
    index[(int) (hash >>> shift)] = head + 1;
    int count = last - first;
    ring[record] = (hash & 0xffffffffL) | ((long) (to - from) << 32) | ((long) count << 48);
    int word = record + 1;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      ring[word++] = Words.load(text, i);
    }
    if (i < to) {
      ring[word++] = Words.first(Words.load(text, i), to - i);
    }
    for (int k = 0; k < count; k += 2) {
      long high = k + 1 < count ? ids[first + k + 1] : 0;
      ring[word++] = (ids[first + k] & 0xffffffffL) | (high << 32);
    }
    head += word - record;
  }
}
