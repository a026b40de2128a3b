package ai.tidemark.core.token;

/**
 * UTF-8 characters as the merges see them: a lead byte says how long one is, nothing is checked.
 */
final class Chars {
  /** U+2581, which stands for a space: its three bytes, first one highest. */
  static final int SPACE = 0xE29681;

  private Chars() {}

  /** Returns how many bytes the character with this lead byte has; 1 for a stray byte. */
  static int length(byte lead) {
    int high = (lead & 0xff) >> 4;
    return high < 0xC ? 1 : high == 0xF ? 4 : high == 0xE ? 3 : 2;
  }

  /** Returns the end of the character that starts at an index, at most {@code end}. */
  static int end(byte[] text, int index, int end) {
    return Math.min(index + length(text[index]), end);
  }

  /** Returns the one to four bytes of text[from, to) as one number, first byte highest. */
  static int pack(byte[] text, int from, int to) {
    int packed = 0;
    for (int i = from; i < to; i++) {
      packed = (packed << 8) | (text[i] & 0xff);
    }
    return packed;
  }
}
