package ai.tidemark.core.token;

/**
 * Which two neighbours in a long piece are joined next: the pair with the lowest order, the
 * leftmost on ties. A symbol is known by where it began, a pair by its left symbol.
 *
 * <p>Pairs lie in blocks of 32 whose best is known, and over the blocks stands a tree of winners:
 * O(n log n) time for a piece of n symbols, about 12 bytes a symbol. Reused from piece to piece;
 * not thread-safe.
 */
final class PairQueue {
  private static final int BLOCK_BITS = 5;

  private final int none;
  private final int kept;
  private int n;
  private int[] orders = new int[0]; // of the pair a symbol makes with the next one, or `none`
  private int[] next = new int[0]; // n = none
  private int[] previous = new int[0]; // -1 = none
  private int[] winners = new int[0]; // 1 = root, leaf of block b = leaves + b: a symbol, or -1
  private int leaves;

  /**
   * @param none order of two symbols that are no pair, above all others
   * @param kept room for more symbols than this is not made in advance
   */
  PairQueue(int none, int kept) {
    this.none = none;
    this.kept = kept;
  }

  /** Begins a piece of n symbols; {@link #order} is to be called for each, then {@link #build}. */
  void begin(int n) {
    this.n = n;
    int blocks = (n + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
    leaves = blocks <= 1 ? 1 : Integer.highestOneBit(blocks - 1) << 1;
    if (orders.length < n) {
      int capacity = Math.max(n, Math.min(2 * n, kept));
      orders = new int[capacity];
      next = new int[capacity];
      previous = new int[capacity];
    }
    if (winners.length < 2 * leaves) {
      winners = new int[2 * leaves];
    }
    for (int i = 0; i < n; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
    }
  }

  /** Lets go of what only a very long piece needs. */
  void end() {
    if (orders.length > kept) {
      orders = new int[0];
      next = orders;
      previous = orders;
      winners = orders;
    }
  }

  /** Gives the pair of a symbol and the next one its order. */
  void order(int left, int order) {
    orders[left] = order;
  }

  int order(int left) {
    return orders[left];
  }

  /** Returns the symbol after this one, or n. */
  int next(int symbol) {
    return next[symbol];
  }

  /** Returns the symbol before this one, or -1. */
  int previous(int symbol) {
    return previous[symbol];
  }

  /** Returns the left symbol of the pair to join next, or -1. */
  int first() {
    return winners[1];
  }

  void build() {
    int blocks = (n + (1 << BLOCK_BITS) - 1) >> BLOCK_BITS;
    for (int block = 0; block < leaves; block++) {
      winners[leaves + block] = block < blocks ? best(block) : -1;
    }
    for (int node = leaves - 1; node >= 1; node--) {
      winners[node] = better(winners[2 * node], winners[2 * node + 1]);
    }
  }

  /** Takes the symbol after {@code left} out and returns it; {@link #renew} is to follow. */
  int join(int left) {
    int right = next[left];
    int after = next[right];
    next[left] = after;
    if (after < n) {
      previous[after] = left;
    }
    orders[right] = none;
    return right;
  }

  /** Finds the first pair again, after the orders of {@code left} and of the one before changed. */
  void renew(int left, int right) {
    if (previous[left] >= 0) {
      update(previous[left], left);
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

  private int best(int block) {
    int from = block << BLOCK_BITS;
    int to = Math.min(n, from + (1 << BLOCK_BITS));
    int best = -1;
    int bestOrder = none;
    for (int i = from; i < to; i++) {
      if (orders[i] < bestOrder) {
        bestOrder = orders[i];
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
    // The pair of a symbol that was taken out, in a block not yet renewed, comes after all.
    return orders[right] < orders[left] ? right : left;
  }
}
