package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * What the patterns of tokenizers ask of a code point, as flags: its general category in the JDK's
 * Unicode version, and White_Space for {@code \s}. Two stages of tables, about 30 kB.
 */
final class CodePoints {
  /** {@code \p{L}}. */
  static final int LETTER = 1;

  /** {@code [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]}. */
  static final int UPPER = 2;

  /** {@code [\p{Ll}\p{Lm}\p{Lo}\p{M}]}. */
  static final int LOWER = 4;

  /** {@code \p{N}}. */
  static final int NUMBER = 8;

  /** {@code \s}, line ends included. */
  static final int SPACE = 16;

  /** {@code [\r\n]}. */
  static final int LINE_END = 32;

  /** {@code [^\s\p{L}\p{N}]} is whatever has none of these. */
  static final int LETTER_NUMBER_SPACE = LETTER | NUMBER | SPACE;

  private static final int PAGE_BITS = 8;
  private static final int PAGE = 1 << PAGE_BITS;

  /** Flags of ASCII. */
  static final byte[] ASCII = new byte[128];

  private static final short[] PAGES = new short[(Character.MAX_CODE_POINT + 1) >> PAGE_BITS];
  private static final byte[] FLAGS = flags();

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = (byte) compute(c);
    }
  }

  private CodePoints() {}

  static int flags(int codePoint) {
    return FLAGS[(PAGES[codePoint >> PAGE_BITS] << PAGE_BITS) + (codePoint & (PAGE - 1))];
  }

  /**
   * Returns the code point at an index of well-formed UTF-8, times 8, plus its length in bytes: one
   * number, since it is asked for each character.
   */
  static int decode(byte[] text, int at) {
    int lead = text[at];
    if (lead >= 0) {
      return (lead << 3) | 1;
    }
    int second = text[at + 1] & 0x3f;
    if (lead < (byte) 0xE0) {
      return ((((lead & 0x1f) << 6) | second) << 3) | 2;
    }
    int third = text[at + 2] & 0x3f;
    if (lead < (byte) 0xF0) {
      return ((((lead & 0xf) << 12) | (second << 6) | third) << 3) | 3;
    }
    int fourth = text[at + 3] & 0x3f;
    return ((((lead & 7) << 18) | (second << 12) | (third << 6) | fourth) << 3) | 4;
  }

  private static byte[] flags() {
    byte[] flags = new byte[PAGES.length << PAGE_BITS];
    byte[] page = new byte[PAGE];
    int used = 0;
    for (int p = 0; p < PAGES.length; p++) {
      for (int i = 0; i < PAGE; i++) {
        page[i] = (byte) compute((p << PAGE_BITS) | i);
      }
      int same = 0;
      while (same < used && !equal(flags, same, page)) {
        same++;
      }
      if (same == used) {
        System.arraycopy(page, 0, flags, used << PAGE_BITS, PAGE);
        used++;
      }
      PAGES[p] = (short) same;
    }
    return Arrays.copyOf(flags, used << PAGE_BITS);
  }

  private static boolean equal(byte[] flags, int stored, byte[] page) {
    int from = stored << PAGE_BITS;
    return Arrays.equals(flags, from, from + PAGE, page, 0, PAGE);
  }

  private static int compute(int c) {
    if (isSpace(c)) {
      return SPACE | (c == '\r' || c == '\n' ? LINE_END : 0);
    }
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> LETTER | UPPER;
      case Character.LOWERCASE_LETTER -> LETTER | LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER | UPPER | LOWER;
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          UPPER | LOWER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      default -> 0;
    };
  }

  /** White_Space of Unicode's PropList, unchanged since 6.3. */
  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r')
        || c == ' '
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }
}
