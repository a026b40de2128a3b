package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * The merges of one piece of text: while a rule joins two neighbours, the pair whose rule has the
 * lowest order is joined, the leftmost on ties.
 *
 * <p>Short pieces: the list is looked through for each merge. Long ones, O(n log n) and 16 bytes a
 * symbol: pairs lie in blocks of 32 whose best is known; over the blocks stands a tree of winners.
 * Reused from piece to piece; not thread-safe.
 */
final class SymbolMerges {
  private static final int SHORT = 48;
  private static final int KEPT = 1 << 14;
  private static final int BLOCK_BITS = 5;
  private static final int NONE = -1;

  private final MergeTable table;
  private int n;
  private int[] symbols = new int[256];
  private final int[] chars = new int[SHORT]; // packed, of a short piece
  private final int[] shortRules = new int[SHORT]; // rule of symbol i and the next one

  // Long pieces.
  private int[] next = new int[0]; // symbol after this one; n = none
  private int[] previous = new int[0]; // -1 = none
  private int[] rules = new int[0]; // rule of this symbol and the next one, or MergeTable.NONE
  private int[] winners = new int[0]; // 1 = root; leaf of block b = leaves + b; a symbol, or NONE
  private int leaves;

  SymbolMerges(MergeTable table) {
    this.table = table;
  }

  /** Begins a piece. */
  void begin() {
    n = 0;
  }

  /** Appends a packed character to the piece. */
  void add(int c) {
    if (n == symbols.length) {
      symbols = Arrays.copyOf(symbols, n + (n >> 1));
    }
    if (n < SHORT) {
      chars[n] = c;
    }
    symbols[n++] = table.symbol(c);
  }

  /** Merges; the result is {@link #symbol} 0 to the returned number, exclusive. */
  int merge() {
    if (n <= SHORT) {
      mergeShort();
    } else {
      mergeLong();
    }
    return n;
  }

  /** Returns a symbol of the result. */
  int symbol(int i) {
    return symbols[i];
  }

  /** Lets go of what only a very long piece needs. */
  void end() {
    if (symbols.length > KEPT) {
      symbols = new int[256];
      next = new int[0];
      previous = next;
      rules = next;
      winners = next;
    }
  }

  private void mergeShort() {
    int[] s = symbols;
    int[] r = shortRules;
    int last = n - 1; // pairs are 0..last - 1
    for (int i = 0; i < last; i++) {
      r[i] = first(i);
    }
    while (true) {
      int at = best(r, last);
      if (at == NONE) {
        n = last + 1;
        return;
      }
      s[at] = table.token(r[at]);
      last--;
      for (int i = at + 1; i < last; i++) {
        s[i] = s[i + 1];
        r[i] = r[i + 1];
      }
      if (at < last) {
        s[last] = s[last + 1];
        r[at] = table.rule(s[at], s[at + 1]);
      }
      if (at > 0) {
        r[at - 1] = table.rule(s[at - 1], s[at]);
      }
    }
  }

  /** Returns the rule of a character and the next one, before the first merge. */
  private int first(int i) {
    int left = chars[i];
    int right = chars[i + 1];
    return ((left | right) & -128) == 0
        ? table.asciiRule(left, right)
        : table.rule(symbols[i], symbols[i + 1]);
  }

  private int best(int[] rules, int count) {
    int at = NONE;
    int best = MergeTable.NONE;
    for (int i = 0; i < count; i++) {
      int order = table.order(rules[i]);
      if (order < best) {
        best = order;
        at = i;
      }
    }
    return at;
  }

  private void mergeLong() {
    if (next.length < n) {
      next = new int[symbols.length];
      previous = new int[symbols.length];
      rules = new int[symbols.length];
    }
    for (int i = 0; i < n; i++) {
      next[i] = i + 1;
      previous[i] = i - 1;
      rules[i] = rule(i);
    }
    buildWinners();
    while (winners[1] != NONE) {
      mergeAt(winners[1]);
    }
    int kept = 0;
    for (int i = 0; i < n; i = next[i]) {
      symbols[kept++] = symbols[i];
    }
    n = kept;
  }

  private void mergeAt(int left) {
    int right = next[left];
    int after = next[right];
    next[left] = after;
    if (after < n) {
      previous[after] = left;
    }
    symbols[left] = table.token(rules[left]);
    rules[right] = MergeTable.NONE;
    rules[left] = rule(left);
    int before = previous[left];
    if (before >= 0) {
      rules[before] = rule(before);
      update(before, left);
    }
    update(left, right);
    update(right, -1);
  }

  private int rule(int left) {
    int right = next[left];
    return right >= n ? MergeTable.NONE : table.rule(symbols[left], symbols[right]);
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
    leaves = Integer.highestOneBit(blocks - 1) << 1;
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
    int bestOrder = MergeTable.NONE;
    for (int i = from; i < to; i++) {
      int order = table.order(rules[i]);
      if (order < bestOrder) {
        bestOrder = order;
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
    // The rule of a symbol that no longer merges, in a block not yet renewed, comes after all.
    return table.order(rules[right]) < table.order(rules[left]) ? right : left;
  }
}
