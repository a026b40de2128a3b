package ai.tidemark.core.token;

/**
 * The merges of one piece: while two neighbours are a pair, the pair with the lowest rank becomes
 * one token, the leftmost on ties. Reused from piece to piece; not thread-safe.
 *
 * <p>Short pieces are searched through for each merge. In longer ones pairs lie in blocks of 32
 * whose best is known, and over the blocks stands a tree of winners: O(n log n) time, about 17
 * bytes a byte of the piece; what a very long piece needed is given back.
 */
final class BytePairMerges {
  private static final int NONE = BytePairs.NONE;
  private static final int PLACE_BITS = 6;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final int NO_KEY = NONE << PLACE_BITS;
  private static final int SHORT = 62;
  private static final int BLOCK_BITS = 5;
  private static final int KEPT = 1 << 16;

  private final BytePairs pairs;
  private final int[] ids = new int[SHORT + 2];
  private final int[] keys = new int[SHORT + 2]; // NO_KEY or more: no pair

  private int n;
  private int[] id = new int[0];
  private int[] rank = new int[0]; // of the pair a symbol makes with the next one, or NONE
  private int[] next = new int[0]; // n = none
  private int[] previous = new int[0]; // -1 = none
  private int[] winners = new int[0]; // 1 = root, leaf of block b = leaves + b: a symbol, or -1
  private int leaves;

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
      room(0);
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
    room(length);
    for (int i = 0; i < n; i++) {
      id[i] = pairs.byteId(text[from + i]);
      rank[i] = i + 1 < n ? pairs.byteRank(text[from + i], text[from + i + 1]) : NONE;
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    buildWinners();
    while (winners[1] >= 0) {
      mergeLong(winners[1]);
    }
    int count = 0;
    for (int i = 0; i < n; i = next[i]) {
      id[count++] = id[i];
    }
    return count;
  }

  private void mergeLong(int left) {
    int right = next[left];
    int after = next[right];
    id[left] = pairs.merged(rank[left]);
    next[left] = after;
    rank[right] = NONE;
    if (after < n) {
      previous[after] = left;
    }
    rank[left] = after < n ? pairs.rank(id[left], id[after]) : NONE;
    int before = previous[left];
    if (before >= 0) {
      rank[before] = pairs.rank(id[before], id[left]);
      update(before, left);
    }
    update(left, right);
    update(right, -1);
  }

  /** Renews the block of a symbol, unless the symbol renewed next lies in the same one. */
  private void update(int symbol, int then) {
    int block = symbol >> BLOCK_BITS;
    if (then >= 0 && then >> BLOCK_BITS == block) {
      return;
    }
    int node = leaves + block;
    winners[node] = best(block);
    for (node >>= 1; node >= 1; node >>= 1) {
      winners[node] = better(winners[2 * node], winners[2 * node + 1]);
    }
  }

  private void buildWinners() {
    int blocks = (n + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
    for (int block = 0; block < leaves; block++) {
      winners[leaves + block] = block < blocks ? best(block) : -1;
    }
    for (int node = leaves - 1; node >= 1; node--) {
      winners[node] = better(winners[2 * node], winners[2 * node + 1]);
    }
  }

  private int best(int block) {
    int from = block << BLOCK_BITS;
    int to = Math.min(n, from + (1 << BLOCK_BITS));
    int best = -1;
    int bestRank = NONE;
    for (int i = from; i < to; i++) {
      if (rank[i] < bestRank) {
        bestRank = rank[i];
        best = i;
      }
    }
    return best;
  }

  /** The better of two symbols, of which {@code left} stands further left; -1 is none. */
  private int better(int left, int right) {
    if (left < 0 || right < 0) {
      return Math.max(left, right);
    }
    return rank[right] < rank[left] ? right : left;
  }

  private void room(int length) {
    n = length;
    int blocks = (n + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
    leaves = blocks <= 1 ? 1 : Integer.highestOneBit(blocks - 1) << 1;
    if (id.length < n || n == 0) {
      int capacity = n == 0 ? 0 : Math.max(n, Math.min(2 * n, KEPT));
      id = new int[capacity];
      rank = new int[capacity];
      next = new int[capacity];
      previous = new int[capacity];
    }
    if (winners.length < 2 * leaves || n == 0) {
      winners = new int[2 * leaves];
    }
  }
}
