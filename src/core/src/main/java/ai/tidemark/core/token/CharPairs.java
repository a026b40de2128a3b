package ai.tidemark.core.token;

/**
 * Which two characters may stand side by side in a token that merges make. Where two neighbours of
 * a text do not, no merge can ever span them, so the text may be cut there and both sides merged on
 * their own: same result, less work, and pieces short enough to be remembered.
 *
 * <p>A pair may be called joined that is not, which costs time and changes nothing: all pairs of
 * ASCII letters, so that a run of them needs no look at each, and about 3 in 100 of those outside
 * ASCII, which are kept as one bit each of 2^20 by a hash. Characters are packed (see {@link
 * Chars}).
 */
final class CharPairs {
  private static final int BITS = 20;

  private final boolean[] ascii = new boolean[1 << 14]; // left << 7 | right
  private final long[] others = new long[1 << (BITS - 6)];

  CharPairs() {
    for (int left = 'A'; left <= 'z'; left++) {
      for (int right = 'A'; right <= 'z'; right++) {
        if (letter(left) && letter(right)) {
          ascii[(left << 7) | right] = true;
        }
      }
    }
    for (int right = 'A'; right <= 'z'; right++) {
      ascii[(' ' << 7) | right] |= letter(right);
    }
  }

  /** Adds a pair. */
  void add(int left, int right) {
    if (((left | right) & -128) == 0) {
      ascii[(left << 7) | right] = true;
    } else {
      int bit = bit(left, right);
      others[bit >> 6] |= 1L << bit;
    }
  }

  /** Returns false only if no token holds {@code left} and {@code right} side by side. */
  boolean joined(int left, int right) {
    if (((left | right) & -128) == 0) {
      return ascii[(left << 7) | right];
    }
    int bit = bit(left, right);
    return ((others[bit >> 6] >>> bit) & 1) != 0;
  }

  /** {@link #joined} of two ASCII characters. */
  boolean joinedAscii(int left, int right) {
    return ascii[(left << 7) | right];
  }

  private static int bit(int left, int right) {
    int h = left * 0x9E3779B1 + right;
    h = (h ^ (h >>> 15)) * 0x85EBCA6B;
    return ((h ^ (h >>> 13)) * 0xC2B2AE35) >>> (32 - BITS);
  }

  private static boolean letter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }
}
