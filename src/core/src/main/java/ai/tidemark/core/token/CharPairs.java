package ai.tidemark.core.token;

/**
 * Which two characters stand side by side in some token. Where two neighbours of a text do not, no
 * merge can ever span them, so the text may be cut there and both sides merged on their own: same
 * result, less work, and pieces short enough to be remembered.
 */
final class CharPairs {
  private static final int DENSE = 129; // ASCII, and U+2581 as number 128

  private final long[] dense = new long[(DENSE * DENSE + 63) / 64];
  private long[] slots =
      new long[1 << 10]; // both characters; 0 = free: a pair of two NULs is dense
  private int used;

  /** Adds all pairs of one token. */
  void addAll(byte[] token) {
    int previous = 0;
    int i = 0;
    while (i < token.length) {
      int end = Chars.end(token, i, token.length);
      int c = Chars.pack(token, i, end);
      if (i > 0) {
        add(previous, c);
      }
      previous = c;
      i = end;
    }
  }

  /** Returns whether some token holds {@code left} and {@code right} side by side. */
  boolean joined(int left, int right) {
    int a = dense(left);
    int b = dense(right);
    if (a >= 0 && b >= 0) {
      int bit = a * DENSE + b;
      return (dense[bit >> 6] >>> bit & 1) != 0;
    }
    return slots[slot(key(left, right))] != 0;
  }

  private void add(int left, int right) {
    int a = dense(left);
    int b = dense(right);
    if (a >= 0 && b >= 0) {
      int bit = a * DENSE + b;
      dense[bit >> 6] |= 1L << bit;
      return;
    }
    int slot = slot(key(left, right));
    if (slots[slot] == 0) {
      slots[slot] = key(left, right);
      if (2 * ++used > slots.length) {
        grow();
      }
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long key : old) {
      if (key != 0) {
        slots[slot(key)] = key;
      }
    }
  }

  private int slot(long key) {
    int mask = slots.length - 1;
    long h = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (h >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long key(int left, int right) {
    return (long) left << 32 | (right & 0xffffffffL);
  }

  private static int dense(int c) {
    if (c >= 0 && c < 128) {
      return c;
    }
    return c == Chars.SPACE ? 128 : -1;
  }
}
