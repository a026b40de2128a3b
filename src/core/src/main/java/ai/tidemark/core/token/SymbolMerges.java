package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * The merges of one piece of text: while a rule joins two neighbours, the pair whose rule has the
 * lowest order is joined, the leftmost on ties.
 *
 * <p>Short pieces are looked through for each merge, longer ones with a {@link PairQueue}. Reused
 * from piece to piece; not thread-safe.
 */
final class SymbolMerges {
  private static final int SHORT = 48;
  private static final int KEPT = 1 << 14;
  private static final int NONE = -1;

  private final MergeTable table;
  private int n;
  private int[] symbols = new int[256];
  private final int[] chars = new int[SHORT]; // packed, of a short piece
  private final int[] shortRules = new int[SHORT]; // rule of symbol i and the next one
  private final PairQueue queue = new PairQueue(MergeTable.NONE, KEPT);

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
    }
    queue.end();
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
    queue.begin(n);
    for (int i = 0; i < n; i++) {
      queue.order(i, table.order(rule(i)));
    }
    queue.build();
    for (int left = queue.first(); left >= 0; left = queue.first()) {
      symbols[left] = table.token(rule(left));
      int right = queue.join(left);
      queue.order(left, table.order(rule(left)));
      int before = queue.previous(left);
      if (before >= 0) {
        queue.order(before, table.order(rule(before)));
      }
      queue.renew(left, right);
    }
    int kept = 0;
    for (int i = 0; i < n; i = queue.next(i)) {
      symbols[kept++] = symbols[i];
    }
    n = kept;
  }

  private int rule(int left) {
    int right = queue.next(left);
    return right >= n ? MergeTable.NONE : table.rule(symbols[left], symbols[right]);
  }
}
