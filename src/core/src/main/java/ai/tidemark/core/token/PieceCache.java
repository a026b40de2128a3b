package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Remembers what pieces became, under keys that are the pieces themselves: nothing is compared
 * beyond them. No piece may hold a zero byte, so zeros after it are no part of it, and a free slot
 * has a key no piece has. Fixed size; not thread-safe.
 *
 * <ul>
 *   <li>Up to 8 bytes and 3 ids: 16 bytes a slot, 4 slots to a cache line.
 *   <li>Up to 16 bytes and 6 ids: 32 bytes a slot, 2 to a line.
 *   <li>More, up to {@link LongPieces#MOST_BYTES}: {@link LongPieces}.
 * </ul>
 *
 * <p>A line is a set. Who comes first takes its first free slot; when it is full, the newcomer
 * takes one of the later slots in turn: the vocabulary, entered first with the frequent tokens in
 * front, mostly keeps the first.
 */
final class PieceCache {
  private static final int ID_BITS = 20;
  private static final int ID_MASK = (1 << ID_BITS) - 1;
  private static final int COUNT_SHIFT = 60;

  /**
   * A large array's entries start 16 bytes after a cache line does; this many longs later the next
   * line starts. Where an array lies otherwise, a set spans two lines, and only time is lost.
   */
  private static final int SKEW = 6;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] small; // key, then ids and their count in the 4 highest bits; 0 = free
  private final long[] medium; // key of 2 longs, then ids: 3 and the count, 3
  private final int smallShift;
  private final int mediumShift;
  private final LongPieces longPieces;
  private final BytePairMerges merges;
  private final BpeModel model;
  private int turn;

  /**
   * @param smallBits logarithm of the number of sets of 4 for pieces of up to 8 bytes
   * @param mediumBits logarithm of the number of sets of 2 for pieces of up to 16 bytes
   */
  PieceCache(BpeModel model, int smallBits, int mediumBits, int longBits) {
    this.model = model;
    merges = new BytePairMerges(model.pairs());
    small = new long[(8 << smallBits) + SKEW];
    medium = new long[(8 << mediumBits) + SKEW];
    smallShift = 64 - smallBits;
    mediumShift = 64 - mediumBits;
    longPieces = new LongPieces(longBits);
  }

  /** Enters the tokens of the model, so that no common piece is a stranger. */
  void preload() {
    ByteTable tokens = model.tokens();
    byte[] piece = new byte[16 + 8];
    int[] ids = new int[1];
    for (int id = 0; id < tokens.size(); id++) {
      int length = tokens.length(id);
      if (length == 0 || length > 16 || !model.itself().get(id)) {
        continue;
      }
      Arrays.fill(piece, (byte) 0);
      System.arraycopy(tokens.data(), tokens.start(id), piece, 0, length);
      if (piece[length - 1] != 0) {
        ids[0] = id;
        long first = first(piece, 0, length);
        long second = second(piece, 0, length);
        keep(first, second, mediumSet(first, second), length, ids, 0, 1);
      }
    }
  }

  /**
   * Appends the ids of consecutive pieces of a text without zero bytes.
   *
   * @param from where the first one starts
   * @param ends where they end, entries [0, n)
   * @param out has room for one id a byte of the pieces, and 3 more
   * @return the index in {@code out} after the last id
   */
  int encode(byte[] text, int from, int[] ends, int n, int[] out, int at) {
    long[] table = small;
    int o = at;
    int start = from;
    for (int i = 0; i < n; i++) {
      int end = ends[i];
      int length = end - start;
      if (length <= 8) {
        long key = Words.load(text, start) & (-1L >>> -(length << 3));
        int set = ((int) (hash(key) >>> smallShift) << 3) + SKEW;
        long value =
            ifEqual(table[set], key, table[set + 1])
                | ifEqual(table[set + 2], key, table[set + 3])
                | ifEqual(table[set + 4], key, table[set + 5])
                | ifEqual(table[set + 6], key, table[set + 7]);
        if (value != 0) {
          out[o] = (int) value & ID_MASK;
          out[o + 1] = (int) (value >>> ID_BITS) & ID_MASK;
          out[o + 2] = (int) (value >>> (2 * ID_BITS)) & ID_MASK;
          o += (int) (value >>> COUNT_SHIFT);
          start = end;
          continue;
        }
      }
      o = other(text, start, end, out, o);
      start = end;
    }
    return o;
  }

  /** Returns the value if the keys are equal, else 0; without a branch, which would be missed. */
  private static long ifEqual(long a, long b, long value) {
    long difference = a ^ b;
    return value & ~((difference | -difference) >> 63);
  }

  private static long hash(long key) {
    return (key ^ (key >>> 32)) * MIX;
  }

  private static long hash(long first, long second) {
    long mixed = (first ^ (second * 0xC2B2AE3D27D4EB4FL)) * MIX;
    return (mixed ^ (mixed >>> 32)) * MIX;
  }

  private int other(byte[] text, int start, int end, int[] out, int at) {
    int length = end - start;
    if (length > 16) {
      return longer(text, start, end, out, at);
    }
    long first = first(text, start, length);
    long second = second(text, start, length);
    int set = mediumSet(first, second);
    if (medium[set] == first && medium[set + 1] == second) {
      return recall(medium[set + 2], medium[set + 3], out, at);
    }
    if (medium[set + 4] == first && medium[set + 5] == second) {
      exchange(set);
      return recall(medium[set + 2], medium[set + 3], out, at);
    }
    int o = model.encode(merges, text, start, end, out, at);
    keep(first, second, set, length, out, at, o);
    return o;
  }

  private static long first(byte[] text, int start, int length) {
    long word = Words.load(text, start);
    return length < 8 ? Words.first(word, length) : word;
  }

  private static long second(byte[] text, int start, int length) {
    return length <= 8 ? 0 : Words.first(Words.load(text, start + 8), length - 8);
  }

  private int mediumSet(long first, long second) {
    return ((int) (hash(first, second) >>> mediumShift) << 3) + SKEW;
  }

  /** Exchanges the two slots of a set: the one used last comes first. */
  private void exchange(int set) {
    for (int i = set; i < set + 4; i++) {
      long first = medium[i];
      medium[i] = medium[i + 4];
      medium[i + 4] = first;
    }
  }

  private static int recall(long low, long high, int[] out, int at) {
    int count = (int) (low >>> COUNT_SHIFT);
    out[at] = (int) low & ID_MASK;
    if (count > 1) {
      out[at + 1] = (int) (low >>> ID_BITS) & ID_MASK;
    }
    if (count > 2) {
      out[at + 2] = (int) (low >>> (2 * ID_BITS)) & ID_MASK;
    }
    for (int i = 3; i < count; i++) {
      out[at + i] = (int) (high >>> ((i - 3) * ID_BITS)) & ID_MASK;
    }
    return at + count;
  }

  private void keep(long first, long second, int set, int length, int[] out, int from, int to) {
    int count = to - from;
    if (count > 6) {
      return;
    }
    long low = pack(out, from, Math.min(to, from + 3)) | ((long) count << COUNT_SHIFT);
    if (length <= 8 && count <= 3) {
      keepSmall(first, low);
      return;
    }
    exchange(set);
    medium[set] = first;
    medium[set + 1] = second;
    medium[set + 2] = low;
    medium[set + 3] = pack(out, Math.min(to, from + 3), to);
  }

  private void keepSmall(long key, long value) {
    int set = ((int) (hash(key) >>> smallShift) << 3) + SKEW;
    int slot = set;
    while (slot < set + 8 && small[slot] != 0) {
      slot += 2;
    }
    if (slot == set + 8) {
      turn = turn == 2 ? 0 : turn + 1;
      slot = set + 2 + 2 * turn;
    }
    small[slot] = key;
    small[slot + 1] = value;
  }

  private static long pack(int[] ids, int from, int to) {
    long packed = 0;
    for (int i = to - 1; i >= from; i--) {
      packed = (packed << ID_BITS) | ids[i];
    }
    return packed;
  }

  private int longer(byte[] text, int start, int end, int[] out, int at) {
    if (end - start > LongPieces.MOST_BYTES) {
      return model.encode(merges, text, start, end, out, at);
    }
    long hash = LongPieces.hash(text, start, end);
    int known = longPieces.recall(text, start, end, hash, out, at);
    if (known >= 0) {
      return known;
    }
    int o = model.encode(merges, text, start, end, out, at);
    longPieces.keep(text, start, end, hash, out, at, o);
    return o;
  }
}
