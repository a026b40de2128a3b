package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Finds where one of some byte strings might start, by its first two bytes. Where these begin with
 * at most eight different bytes, eight bytes of text are looked at at once. Immutable.
 */
final class FirstBytes {
  private static final int PATTERNS = 8;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final boolean[] starts = new boolean[256];
  private final boolean[] pairs = new boolean[1 << 16]; // first << 8 | second
  private final boolean none;
  private final long[] patterns; // each first byte eight times; empty if they are too many

  /**
   * @param ids the entries concerned, none of them empty
   */
  FirstBytes(ByteTable strings, int[] ids) {
    none = ids.length == 0;
    long[] found = new long[PATTERNS + 1];
    int count = 0;
    for (int id : ids) {
      byte[] string = strings.get(id);
      int lead = string[0] & 0xff;
      if (!starts[lead] && count <= PATTERNS) {
        found[count++] = ONES * lead;
      }
      starts[lead] = true;
      if (string.length == 1) {
        Arrays.fill(pairs, lead << 8, (lead + 1) << 8, true);
      } else {
        pairs[(lead << 8) | (string[1] & 0xff)] = true;
      }
    }
    patterns = Arrays.copyOf(found, count > PATTERNS ? 0 : count);
  }

  /** Returns the first place in text[from, to) where one might start, or {@code to}. */
  int find(byte[] text, int from, int to) {
    if (none) {
      return to;
    }
    int i = from;
    if (patterns.length > 0) {
      while (i + 9 <= to) {
        long candidates = candidates(Words.load(text, i));
        while (candidates != 0) {
          int at = i + (Long.numberOfTrailingZeros(candidates) >>> 3);
          if (pairs[((text[at] & 0xff) << 8) | (text[at + 1] & 0xff)]) {
            return at;
          }
          candidates &= candidates - 1;
        }
        i += 8;
      }
    }
    while (i < to) {
      if (starts[text[i] & 0xff]
          && (i + 1 == to || pairs[((text[i] & 0xff) << 8) | (text[i + 1] & 0xff)])) {
        return i;
      }
      i++;
    }
    return to;
  }

  /** Marks each byte that is a first byte; now and then another one too, never one too few. */
  private long candidates(long word) {
    long zeros = 0;
    for (long pattern : patterns) {
      long difference = word ^ pattern;
      zeros |= (difference - ONES) & ~difference;
    }
    return zeros & HIGH_BITS;
  }
}
