package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * What becomes of two neighbours. A <em>symbol</em> is a token id, or beyond these the number of a
 * character that is no token but a part of some, or, negative, a character no token holds. A
 * <em>rule</em> joins two symbols into a token; it has a priority, lower first. Immutable once
 * built.
 */
final class MergeTable {
  /** No rule: beyond every other in priority. */
  static final long NONE = Long.MAX_VALUE;

  /** Ids, symbols and rules lie below. */
  static final int LIMIT = (1 << 21) - 1;

  private static final int SYMBOL_BITS = 21;
  private static final int RULE_BITS = 22;
  private static final int UNKNOWN = 0x80000000;

  private final int tokens;
  private final CharPairs pairs;
  private final int[] ascii;
  private final int[] chars; // packed; 0 = free (NUL is ASCII)
  private final int[] charSymbols;
  private final int[] parts; // characters of the symbols from `tokens` on
  private final long[] slots; // left, right, rule; -1 = free
  private final int shift;
  private final long[] rules; // priority << 32 | token

  private MergeTable(Builder from) {
    tokens = from.tokens;
    pairs = from.pairs;
    ascii = from.ascii;
    chars = from.chars;
    charSymbols = from.charSymbols;
    parts = Arrays.copyOf(from.parts, from.partCount);
    slots = from.slots;
    shift = from.shift();
    rules = from.rules;
  }

  /** Returns which characters some token holds side by side. */
  CharPairs pairs() {
    return pairs;
  }

  /** Returns the symbol of a packed character. */
  int symbol(int c) {
    if ((c & -128) == 0) {
      return ascii[c];
    }
    int slot = charSlot(chars, c);
    return chars[slot] == c ? charSymbols[slot] : c | UNKNOWN;
  }

  /** Returns whether a symbol is a token. */
  boolean isToken(int symbol) {
    return symbol >= 0 && symbol < tokens;
  }

  /** Returns the packed character of a symbol that is no token. */
  int character(int symbol) {
    if (symbol >= 0) {
      return parts[symbol - tokens];
    }
    return symbol >>> 28 == 0xF ? symbol : symbol & ~UNKNOWN;
  }

  /** Returns the number of the rule that joins two symbols, or -1. */
  int rule(int left, int right) {
    if ((left | right) < 0) {
      return -1;
    }
    long pair = ((long) left << SYMBOL_BITS) | right;
    int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> shift);
    while (true) {
      long there = slots[slot];
      if (there >>> RULE_BITS == pair) {
        return (int) there & ((1 << RULE_BITS) - 1);
      }
      if (there == -1) {
        return -1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  /** Returns what two symbols become: priority << 32 | token, or {@link #NONE}. */
  long join(int left, int right) {
    int rule = rule(left, right);
    return rule < 0 ? NONE : rules[rule];
  }

  /** Returns the priority of a rule, lower first. */
  int priority(int rule) {
    return (int) (rules[rule] >>> 32);
  }

  /** Returns the token a rule makes. */
  int token(int rule) {
    return (int) rules[rule];
  }

  private static int charSlot(int[] chars, int c) {
    int slot = ((c * 0x9E3779B1) >>> 7) & (chars.length - 1);
    while (chars[slot] != 0 && chars[slot] != c) {
      slot = (slot + 1) & (chars.length - 1);
    }
    return slot;
  }

  /** Collects characters, then rules. */
  static final class Builder {
    private final int tokens;
    private final CharPairs pairs = new CharPairs();
    private final int[] ascii = new int[128];
    private int[] chars = new int[1 << 12];
    private int[] charSymbols = new int[1 << 12];
    private int charCount;
    private int[] parts = new int[64];
    private int partCount;
    private long[] slots = new long[1 << 12];
    private int used;
    private long[] rules = new long[1 << 12];

    /**
     * @param tokens ids lie below it; less than {@link #LIMIT}
     */
    Builder(int tokens) {
      this.tokens = tokens;
      for (int c = 0; c < ascii.length; c++) {
        ascii[c] = c | UNKNOWN;
      }
      Arrays.fill(slots, -1);
    }

    /** Says that a packed character is a token by itself. */
    void character(int c, int id) {
      put(c, id);
    }

    /** Returns the symbol of a packed character; makes one if there is none. */
    int symbol(int c) {
      if ((c & -128) == 0 ? ascii[c] >= 0 : chars[charSlot(chars, c)] == c) {
        return (c & -128) == 0 ? ascii[c] : charSymbols[charSlot(chars, c)];
      }
      if (partCount == parts.length) {
        parts = Arrays.copyOf(parts, 2 * partCount);
      }
      parts[partCount] = c;
      put(c, tokens + partCount);
      return tokens + partCount++;
    }

    /** Returns how many symbols there are. */
    int symbols() {
      return tokens + partCount;
    }

    /**
     * Sets what a rule gives.
     *
     * @param priority at least 0, lower first
     */
    void rule(int rule, int priority, int token) {
      if (rule >= rules.length) {
        rules = Arrays.copyOf(rules, Math.max(rule + 1, 2 * rules.length));
      }
      rules[rule] = ((long) priority << 32) | token;
    }

    /** Says that a rule joins two symbols; what was said of these two before no longer holds. */
    void join(int left, int right, int rule) {
      long pair = ((long) left << SYMBOL_BITS) | right;
      int slot = slot(pair);
      if (slots[slot] == -1 && 2 * ++used > slots.length) {
        grow();
        slot = slot(pair);
      }
      slots[slot] = (pair << RULE_BITS) | rule;
    }

    /** Says that merges may put the characters of a token side by side. */
    void spell(byte[] token) {
      int previous = 0;
      for (int i = 0; i < token.length; ) {
        int c = Chars.decode(token, i, token.length);
        if (i > 0) {
          pairs.add(previous, c);
        }
        previous = c;
        i += Chars.length(c, token[i]);
      }
    }

    MergeTable build() {
      return new MergeTable(this);
    }

    private int shift() {
      return Long.numberOfLeadingZeros(slots.length - 1);
    }

    private int slot(long pair) {
      int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> shift());
      while (slots[slot] != -1 && slots[slot] >>> RULE_BITS != pair) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private void grow() {
      long[] old = slots;
      slots = new long[2 * old.length];
      Arrays.fill(slots, -1);
      for (long entry : old) {
        if (entry != -1) {
          slots[slot(entry >>> RULE_BITS)] = entry;
        }
      }
    }

    private void put(int c, int symbol) {
      if ((c & -128) == 0) {
        ascii[c] = symbol;
        return;
      }
      if (2 * ++charCount > chars.length) {
        int[] oldChars = chars;
        int[] oldSymbols = charSymbols;
        chars = new int[2 * oldChars.length];
        charSymbols = new int[2 * oldChars.length];
        for (int i = 0; i < oldChars.length; i++) {
          if (oldChars[i] != 0) {
            int slot = charSlot(chars, oldChars[i]);
            chars[slot] = oldChars[i];
            charSymbols[slot] = oldSymbols[i];
          }
        }
      }
      int slot = charSlot(chars, c);
      chars[slot] = c;
      charSymbols[slot] = symbol;
    }
  }
}
