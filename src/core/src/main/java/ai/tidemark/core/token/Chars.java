package ai.tidemark.core.token;

/**
 * UTF-8 characters as the merges see them: each is <em>packed</em>, its one to four bytes as one
 * number, the first byte highest. U+2581, which stands for a space in SentencePiece's vocabularies,
 * is the space here.
 */
final class Chars {
  /** What {@link #decode} returns where no character starts. */
  static final int MALFORMED = -1;

  /** U+2581. */
  private static final int MARK = 0xE29681;

  private Chars() {}

  /** Returns how many bytes a packed character has in the text it was read from. */
  static int length(int c, byte lead) {
    return c == ' ' && lead != ' ' ? 3 : length(c);
  }

  /** Returns how many bytes a packed character has. */
  static int length(int c) {
    if (c < 0) {
      return 4;
    }
    return c < 0x80 ? 1 : c < 0x10000 ? 2 : 3;
  }

  /** Returns how many bytes the character with this lead byte has; 1 for a stray byte. */
  static int length(byte lead) {
    int high = (lead & 0xff) >> 4;
    return high < 0xC ? 1 : high == 0xF ? 4 : high == 0xE ? 3 : 2;
  }

  /** Returns the end of the character that starts at an index, at most {@code end}. */
  static int end(byte[] text, int index, int end) {
    return Math.min(index + length(text[index]), end);
  }

  /**
   * Returns the packed character at an index, U+2581 as a space; {@link #MALFORMED} if none starts
   * there that ends before {@code end} (Unicode's table 3-7).
   */
  static int decode(byte[] text, int index, int end) {
    int a = text[index];
    if (a >= 0) {
      return a;
    }
    int lead = a & 0xff;
    int n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || index + n > end) {
      return MALFORMED;
    }
    int b = text[index + 1];
    if (n == 2) {
      return b < -64 ? (lead << 8) | (b & 0xff) : MALFORMED;
    }
    int c = text[index + 2];
    int three = (lead << 16) | ((b & 0xff) << 8) | (c & 0xff);
    if (n == 3) {
      if (b >= -64
          || c >= -64
          || (lead == 0xE0 && b < (byte) 0xA0)
          || (lead == 0xED && b >= (byte) 0xA0)) {
        return MALFORMED;
      }
      return three == MARK ? ' ' : three;
    }
    int d = text[index + 3];
    if (b >= -64
        || c >= -64
        || d >= -64
        || (lead == 0xF0 && b < (byte) 0x90)
        || (lead == 0xF4 && b >= (byte) 0x90)) {
      return MALFORMED;
    }
    return (three << 8) | (d & 0xff);
  }

  /** Returns the code point of a packed character of at most three bytes. */
  static int codePoint(int c) {
    if (c < 0x80) {
      return c;
    }
    if (c < 0x10000) {
      return ((c >> 2) & 0x7C0) | (c & 0x3F);
    }
    return ((c >> 4) & 0xF000) | ((c >> 2) & 0xFC0) | (c & 0x3F);
  }

  /** Returns the character as a vocabulary spells it: U+2581 for a space. */
  static int spelled(int c) {
    return c == ' ' ? MARK : c;
  }
}
