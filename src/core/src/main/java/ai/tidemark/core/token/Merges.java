package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * The merges of one piece of text: while two neighbours form a token, the pair with the highest
 * score is joined, the leftmost on ties (llama.cpp's {@code llm_tokenizer_spm_session}, where a
 * priority queue holds the pairs; pairs it would drop as outdated are overwritten here).
 *
 * <p>Pairs lie in blocks of 32 whose best is known; over the blocks stands a tree of winners. O(n
 * log n), 16 bytes a character. Reused from piece to piece; not thread-safe.
 */
final class Merges {
  private static final int BLOCK_BITS = 5;
  private static final int NONE = -1;

  private final Unit unit;
  private final TokenIndex index;
  private final int[] rank;

  private byte[] text = new byte[0];
  private int n;
  private int[] next = new int[64]; // symbol after this one; n = none
  private int[] previous = new int[64]; // -1 = none
  private int[] starts = new int[65];
  private int[] pair = new int[64]; // rank of the token this symbol and the next one form, or NONE
  private int[] winners = new int[2]; // 1 = root; leaf of block b = blocks + b; a symbol, or NONE
  private int leaves;

  /** What a text consists of before the first merge. */
  enum Unit {
    BYTE,
    CHARACTER
  }

  /**
   * @param rank by id: higher is merged first
   */
  Merges(Unit unit, TokenIndex index, int[] rank) {
    this.unit = unit;
    this.index = index;
    this.rank = rank;
  }

  /** Receives what is left after all merges. */
  @FunctionalInterface
  interface Sink {
    void piece(int from, int to);
  }

  /**
   * Merges and pushes the resulting pieces in order.
   *
   * @param text the escaped text
   * @param length its bytes are text[0, length), at least one
   */
  void run(byte[] text, int length, Sink sink) {
    this.text = text;
    symbols(length);
    buildWinners();
    while (winners[1] != NONE) {
      merge(winners[1]);
    }
    for (int i = 0; i < n; i = next[i]) {
      sink.piece(starts[i], starts[next[i]]);
    }
  }

  private void merge(int left) {
    int right = next[left];
    int after = next[right];
    next[left] = after;
    if (after < n) {
      previous[after] = left;
    }
    pair[right] = NONE;
    pair[left] = pairRank(left);
    int before = previous[left];
    if (before >= 0) {
      pair[before] = pairRank(before);
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
    leaves = blocks == 1 ? 1 : Integer.highestOneBit(blocks - 1) << 1;
    if (winners.length < 2 * leaves) {
      winners = new int[2 * leaves];
    }
    for (int block = 0; block < leaves; block++) {
      winners[leaves + block] = block < blocks ? best(block) : NONE;
    }
    for (int node = leaves - 1; node >= 1; node--) {
      winners[node] = better(winners[2 * node], winners[2 * node + 1]);
    }
  }

  private int best(int block) {
    int from = block << BLOCK_BITS;
    int to = Math.min(n, from + (1 << BLOCK_BITS));
    int best = NONE;
    int bestRank = NONE;
    for (int i = from; i < to; i++) {
      if (pair[i] > bestRank) {
        bestRank = pair[i];
        best = i;
      }
    }
    return best;
  }

  /** The better of two symbols, of which {@code left} stands further left. */
  private int better(int left, int right) {
    if (left == NONE || right == NONE) {
      return left == NONE ? right : left;
    }
    return pair[right] > pair[left] ? right : left;
  }

  private int pairRank(int left) {
    int right = next[left];
    if (right >= n) {
      return NONE;
    }
    int id = index.find(text, starts[left], starts[next[right]]);
    return id < 0 ? NONE : rank[id];
  }

  private void symbols(int length) {
    n = 0;
    for (int i = 0; i < length; i = unit == Unit.BYTE ? i + 1 : Chars.end(text, i, length)) {
      if (n == next.length) {
        grow();
      }
      starts[n] = i;
      previous[n] = n - 1;
      next[n] = n + 1;
      n++;
    }
    starts[n] = length;
    for (int i = 0; i < n; i++) {
      pair[i] = pairRank(i);
    }
  }

  private void grow() {
    int capacity = next.length + (next.length >> 1);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
    pair = Arrays.copyOf(pair, capacity);
    starts = Arrays.copyOf(starts, capacity + 1);
  }
}
