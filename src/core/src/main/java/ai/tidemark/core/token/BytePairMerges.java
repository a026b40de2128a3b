package ai.tidemark.core.token;

/**
 * The merges of one piece: while two neighbours are a pair, the pair with the lowest rank becomes
 * one token, the leftmost on ties. Reused from piece to piece; not thread-safe.
 *
 * <p>Short pieces are searched through for each merge, longer ones with a {@link PairQueue}, about
 * 17 bytes a byte of the piece; what a very long piece needed is given back.
 */
final class BytePairMerges {
  private static final int NONE = BytePairs.NONE;
  private static final int PLACE_BITS = 6;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final int NO_KEY = NONE << PLACE_BITS;
  private static final int SHORT = 62;
  private static final int KEPT = 1 << 16;

  private final BytePairs pairs;
  private final int[] ids = new int[SHORT + 2];
  private final int[] keys = new int[SHORT + 2]; // NO_KEY or more: no pair

  private final PairQueue queue = new PairQueue(NONE, KEPT);
  private int[] id = new int[0]; // of a long piece
  private int end; // its length

  BytePairMerges(BytePairs pairs) {
    this.pairs = pairs;
    ids[0] = BytePairs.NO_ID;
    keys[0] = NO_KEY;
  }

  /**
   * Writes the ids of a piece text[from, to), at least one byte.
   *
   * @param out has room for one id a byte, from {@code at} on
   * @return the index after the last id
   */
  int run(byte[] text, int from, int to, int[] out, int at) {
    if (to - from <= SHORT) {
      return runShort(text, from, to - from, out, at);
    }
    int count = runLong(text, from, to - from);
    System.arraycopy(id, 0, out, at, count);
    return at + count;
  }

  /** Appends the ids of a piece whose number of bytes is no hint how many they are. */
  void runHuge(byte[] text, int from, int to, TokenBuffer out) {
    int count = runLong(text, from, to - from);
    System.arraycopy(id, 0, out.room(count), out.size(), count);
    out.size(out.size() + count);
    if (id.length > KEPT) {
      id = new int[0];
    }
  }

  /**
   * Symbols are bits of a word and stay where they began; at both ends stands one that merges with
   * nothing. A pair is its rank and its place in one number, so that the least number is the next
   * to merge. No branch here depends on the text but the last.
   */
  private int runShort(byte[] text, int from, int length, int[] out, int at) {
    int padded = (length + 15) & ~15;
    for (int i = 1; i < length; i++) {
      ids[i] = pairs.byteId(text[from + i - 1]);
      keys[i] = (pairs.byteRank(text[from + i - 1], text[from + i]) << PLACE_BITS) | i;
    }
    for (int i = length; i < padded; i++) {
      keys[i] = NO_KEY;
    }
    ids[length] = pairs.byteId(text[from + length - 1]);
    ids[length + 1] = BytePairs.NO_ID;
    long alive = -1L >>> (62 - length);
    while (true) {
      int least = NO_KEY;
      for (int i = 0; i < padded; i++) {
        least = Math.min(least, keys[i]);
      }
      if (least >= NO_KEY) {
        break;
      }
      int left = least & PLACE_MASK;
      int right = Long.numberOfTrailingZeros(alive & (-2L << left));
      alive &= ~(1L << right);
      int after = Long.numberOfTrailingZeros(alive & (-2L << right));
      int before = 63 - Long.numberOfLeadingZeros(alive & ~(-1L << left));
      int merged = pairs.merged(least >>> PLACE_BITS);
      ids[left] = merged;
      keys[right] = NO_KEY;
      keys[left] = (pairs.rank(merged, ids[after]) << PLACE_BITS) | left;
      keys[before] = (pairs.rank(ids[before], merged) << PLACE_BITS) | before;
    }
    int end = at;
    for (long rest = alive & ~1L & ~(1L << (length + 1)); rest != 0; rest &= rest - 1) {
      out[end++] = ids[Long.numberOfTrailingZeros(rest)];
    }
    return end;
  }

  /** Leaves the ids in front of {@link #id} and returns how many they are. */
  private int runLong(byte[] text, int from, int length) {
    begin(text, from, length);
    for (int left = queue.first(); left >= 0; left = queue.first()) {
      join(left);
    }
    int count = 0;
    for (int i = 0; i < length; i = queue.next(i)) {
      id[count++] = id[i];
    }
    queue.end();
    return count;
  }

  /**
   * Returns the rank of the pair that is merged last when text[from, to) becomes one token, or
   * {@link BytePairs#NONE} if it does not; at least two bytes.
   */
  int last(byte[] text, int from, int to) {
    begin(text, from, to - from);
    int last = NONE;
    int symbols = to - from;
    for (int left = queue.first(); left >= 0; left = queue.first()) {
      last = queue.order(left);
      join(left);
      symbols--;
    }
    return symbols == 1 ? last : NONE;
  }

  private void begin(byte[] text, int from, int length) {
    if (id.length < length) {
      id = new int[Math.max(length, Math.min(2 * length, KEPT))];
    }
    end = length;
    queue.begin(length);
    for (int i = 0; i < length; i++) {
      id[i] = pairs.byteId(text[from + i]);
      boolean pair = i + 1 < length;
      queue.order(i, pair ? pairs.byteRank(text[from + i], text[from + i + 1]) : NONE);
    }
    queue.build();
  }

  private void join(int left) {
    id[left] = pairs.merged(queue.order(left));
    int right = queue.join(left);
    int after = queue.next(left);
    queue.order(left, after < end ? pairs.rank(id[left], id[after]) : NONE);
    int before = queue.previous(left);
    if (before >= 0) {
      queue.order(before, pairs.rank(id[before], id[left]));
    }
    queue.renew(left, right);
  }
}
