package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Normalisation form C of UTF-8, by the JDK's tables; texts of code points that never change are
 * seen at once.
 */
final class Nfc {
  private static final int FIRST = 0x300; // below it nothing changes, whatever stands beside it
  private static final byte UNKNOWN = 0;
  private static final byte INERT = 1;
  private static final byte ACTIVE = 2;

  /** By code point; filled in as they are met, by any thread, always with the same value. */
  private static final byte[] KINDS = new byte[Character.MAX_CODE_POINT + 1];

  private Nfc() {}

  /** Returns whether text[from, to), well-formed UTF-8, surely is its own normal form. */
  static boolean isInert(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      long word = Words.load(text, at);
      if ((word & Words.HIGH) == 0) {
        at += 8;
        continue;
      }
      int c = CodePoints.decode(text, at);
      if (c >>> 3 >= FIRST && isActive(c >>> 3)) {
        return false;
      }
      at += c & 7;
    }
    return true;
  }

  /** Returns the normal form of utf8[from, to). */
  static byte[] normalize(byte[] utf8, int from, int to) {
    String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
    return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether a code point may change, or change what stands before it. */
  static boolean isActive(int c) {
    byte kind = KINDS[c];
    if (kind == UNKNOWN) {
      kind = compute(c) ? ACTIVE : INERT;
      KINDS[c] = kind;
    }
    return kind == ACTIVE;
  }

  private static boolean compute(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default ->
          joinsBack(c) || !Normalizer.isNormalized(Character.toString(c), Normalizer.Form.NFC);
    };
  }

  /**
   * Second characters of canonical compositions that are no marks, as of Unicode 16: vowels and
   * final consonants of Hangul, vowel signs of Kirat Rai.
   */
  private static boolean joinsBack(int c) {
    return (c >= 0x1161 && c <= 0x1175)
        || (c >= 0x11A8 && c <= 0x11C2)
        || c == 0x16D63
        || c == 0x16D67;
  }
}
