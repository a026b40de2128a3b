package ai.tidemark.core.token;

/** Finds a token by its bytes: open addressing over a {@link ByteTable}. */
final class TokenIndex {
  private final ByteTable tokens;
  private final int[] slots; // id + 1; 0 = free
  private int longest;

  /** An empty index with room for all entries of a table. */
  TokenIndex(ByteTable tokens) {
    this.tokens = tokens;
    slots = new int[Integer.highestOneBit(Math.max(16, 2 * tokens.size())) << 1];
  }

  /** Adds a token; returns -1, or the id that has the same bytes already. */
  int add(int id) {
    byte[] data = tokens.data();
    int from = tokens.start(id);
    int length = tokens.length(id);
    int slot = hash(data, from, from + length) & (slots.length - 1);
    while (slots[slot] != 0) {
      int other = slots[slot] - 1;
      if (tokens.length(other) == length && tokens.equalsAt(other, data, from)) {
        return other;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = id + 1;
    longest = Math.max(longest, length);
    return -1;
  }

  /** Returns the id of text[from, to), or -1. */
  int find(byte[] text, int from, int to) {
    if (to - from > longest) {
      return -1;
    }
    int slot = hash(text, from, to) & (slots.length - 1);
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (tokens.length(id) == to - from && tokens.equalsAt(id, text, from)) {
        return id;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  static int hash(byte[] text, int from, int to) {
    int h = to - from;
    for (int i = from; i < to; i++) {
      h = (h ^ text[i]) * 0x01000193; // FNV-1a's prime
    }
    h *= 0x9E3779B1;
    return h ^ (h >>> 15);
  }
}
