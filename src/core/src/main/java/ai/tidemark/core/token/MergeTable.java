package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;

/**
 * What becomes of two neighbours. A <em>symbol</em> is a token id, or beyond these the number of a
 * character that is no token but a part of some, or, negative, a character no token holds. A
 * <em>rule</em> joins two symbols into a token; it has an order, lower first. Immutable once built.
 */
final class MergeTable {
  /** No rule. */
  static final int NONE = Integer.MAX_VALUE;

  /** Symbols lie below. */
  private static final int SYMBOLS = (1 << 21) - 1;

  private static final int SYMBOL_BITS = 21;
  private static final int RULE_BITS = 22;
  private static final int RULE = (1 << RULE_BITS) - 1;
  private static final int UNKNOWN = 0x80000000;

  private final int tokens;
  private final CharPairs pairs;
  private final int[] symbols; // by code point: ASCII, then the rest of plane 0
  private final CharTable others; // beyond plane 0
  private final int[] parts; // characters of the symbols from `tokens` on
  private final int[] ascii; // rule by character pair, left << 7 | right
  private final long[] slots; // left, right, rule; -1 = free
  private final int shift;
  private final int[] results; // token by rule
  private final int[] orders; // by rule; empty if rules are numbered in their order

  private MergeTable(Builder from) {
    tokens = from.tokens;
    pairs = from.pairs;
    symbols = from.symbols;
    others = from.others;
    parts = Arrays.copyOf(from.parts, from.partCount);
    slots = from.slots;
    shift = from.shift();
    results = from.results;
    orders = from.orders;
    ascii = new int[1 << 14];
    for (int pair = 0; pair < ascii.length; pair++) {
      ascii[pair] = find(symbols[pair >> 7], symbols[pair & 127]);
    }
  }

  /** Returns which characters some token holds side by side. */
  CharPairs pairs() {
    return pairs;
  }

  /** Returns the symbol of a packed character. */
  int symbol(int c) {
    if (c >= 0) {
      int symbol = symbols[Chars.codePoint(c)];
      return symbol == NONE ? c | UNKNOWN : symbol;
    }
    int symbol = others.get(c);
    return symbol == NONE ? c : symbol;
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

  /** Returns the number of the rule that joins two ASCII characters, or {@link #NONE}. */
  int asciiRule(int left, int right) {
    return ascii[(left << 7) | right];
  }

  /** Returns the number of the rule that joins two symbols, or {@link #NONE}. */
  int rule(int left, int right) {
    return (left | right) < 0 ? NONE : find(left, right);
  }

  private int find(int left, int right) {
    long pair = ((long) left << SYMBOL_BITS) | right;
    long[] table = slots;
    int slot = (int) ((pair * 0x9E3779B97F4A7C15L) >>> shift);
    while (true) {
      long there = table[slot];
      if (there >>> RULE_BITS == pair) {
        return (int) there & RULE;
      }
      if (there == -1) {
        return NONE;
      }
      slot = (slot + 1) & (table.length - 1);
    }
  }

  /** Returns the order of a rule, lower first; NONE after all others. */
  int order(int rule) {
    return orders.length == 0 || rule == NONE ? rule : orders[rule];
  }

  /** Returns the token a rule makes. */
  int token(int rule) {
    return results[rule];
  }

  /** Collects characters, then rules. */
  static final class Builder {
    private final int tokens;
    private final CharPairs pairs = new CharPairs();
    private final int[] symbols = new int[1 << 16];
    private final CharTable others = new CharTable(NONE);
    private int[] parts = new int[64];
    private int partCount;
    private long[] slots = new long[1 << 12];
    private int used;
    private final int[] results;
    private int[] orders;
    private int rules;

    /**
     * @param tokens ids lie below it
     * @param rules how many rules there will be at most
     */
    Builder(int tokens, int rules) {
      if (tokens > SYMBOLS || rules > RULE) {
        throw tooLarge();
      }
      this.tokens = tokens;
      results = new int[rules];
      orders = new int[rules];
      Arrays.fill(symbols, NONE);
      Arrays.fill(slots, -1);
    }

    /** Says that a packed character is a token by itself. */
    void character(int c, int id) {
      if (c >= 0) {
        symbols[Chars.codePoint(c)] = id;
      } else {
        others.put(c, id);
      }
    }

    /** Returns the symbol of a packed character; makes one if there is none. */
    int symbol(int c) {
      int known = c >= 0 ? symbols[Chars.codePoint(c)] : others.get(c);
      if (known != NONE) {
        return known;
      }
      if (tokens + partCount == SYMBOLS) {
        throw tooLarge();
      }
      if (partCount == parts.length) {
        parts = Arrays.copyOf(parts, 2 * partCount);
      }
      parts[partCount] = c;
      character(c, tokens + partCount);
      return tokens + partCount++;
    }

    /**
     * Adds a rule and returns its number.
     *
     * @param order not below that of the rule before
     */
    int rule(int order, int token) {
      results[rules] = token;
      orders[rules] = order;
      return rules++;
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
      int i = 0;
      while (i < token.length) {
        int c = Chars.decode(token, i, token.length);
        if (i > 0) {
          pairs.add(previous, c);
        }
        previous = c;
        i += Chars.length(c, token[i]);
      }
    }

    MergeTable build() {
      boolean ties = false;
      for (int i = 1; i < rules; i++) {
        ties |= orders[i - 1] == orders[i];
      }
      if (!ties) {
        orders = new int[0];
      }
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

    private static BadInputException tooLarge() {
      return new BadInputException(
          "tokenizer", "holds more than " + SYMBOLS + " tokens or " + RULE + " merges");
    }
  }
}
