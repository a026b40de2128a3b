package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Normalisation form C of UTF-8 as Hugging Face's tokenizers has it: by the tables of Unicode 9,
 * for which later marks are characters that nothing happens to. The JDK's tables are newer; a text
 * is cut at what they know beyond. Texts of code points that never change are seen at once.
 */
final class Nfc {
  private static final int FIRST = 0x300; // below it nothing changes, whatever stands beside it
  private static final byte UNKNOWN = 0;
  private static final byte INERT = 1;
  private static final byte ACTIVE = 2;

  /** By code point; filled in as they are met, by any thread, always with the same value. */
  private static final byte[] KINDS = new byte[Character.MAX_CODE_POINT + 1];

  /**
   * First and last of the ranges of code points that the JDK's tables reorder or compose and those
   * of Unicode 9 do not, and what the compositions among them start with. Found by comparing NFC of
   * PyPI tokenizers 0.23.3 with JDK 25's (Unicode 16) for every code point, alone, decomposed and
   * among marks.
   */
  private static final int[] NEWER = {
    0x7FD, 0x7FD, 0x897, 0x89F, 0x8CA, 0x8D3, 0x9FE, 0x9FE, 0xC3C, 0xC3C, 0xD3B, 0xD3C, 0xEBA,
    0xEBA, 0x1715, 0x1715, 0x1ABF, 0x1ACE, 0x1DF6, 0x1DFA, 0xA82C, 0xA82C, 0x105C9, 0x105C9,
    0x105D2, 0x105D2, 0x105DA, 0x105DA, 0x105E4, 0x105E4, 0x10D24, 0x10D27, 0x10D69, 0x10D6D,
    0x10EAB, 0x10EAC, 0x10EFD, 0x10EFF, 0x10F46, 0x10F50, 0x10F82, 0x10F85, 0x11070, 0x11070,
    0x1133B, 0x1133B, 0x11382, 0x11385, 0x1138B, 0x1138B, 0x1138E, 0x1138E, 0x11390, 0x11391,
    0x113C2, 0x113C2, 0x113C5, 0x113C5, 0x113C7, 0x113C8, 0x113CE, 0x113D0, 0x1145E, 0x1145E,
    0x11839, 0x1183A, 0x11935, 0x11935, 0x11938, 0x11938, 0x1193D, 0x1193E, 0x11943, 0x11943,
    0x119E0, 0x119E0, 0x11A34, 0x11A34, 0x11A47, 0x11A47, 0x11A99, 0x11A99, 0x11D42, 0x11D42,
    0x11D44, 0x11D45, 0x11D97, 0x11D97, 0x11F41, 0x11F42, 0x1611E, 0x1611E, 0x16121, 0x16129,
    0x1612F, 0x1612F, 0x16D63, 0x16D63, 0x16D67, 0x16D6A, 0x16FF0, 0x16FF1, 0x1E08F, 0x1E08F,
    0x1E130, 0x1E136, 0x1E2AE, 0x1E2AE, 0x1E2EC, 0x1E2EF, 0x1E4EC, 0x1E4EF, 0x1E5EE, 0x1E5EF
  };

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
    StringBuilder normal = new StringBuilder(text.length());
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int after = at + Character.charCount(c);
      if (c >= NEWER[0] && isNewer(c)) {
        normal.append(Normalizer.normalize(text.substring(start, at), Normalizer.Form.NFC));
        normal.appendCodePoint(c);
        start = after;
      }
      at = after;
    }
    normal.append(Normalizer.normalize(text.substring(start), Normalizer.Form.NFC));
    return normal.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isNewer(int c) {
    int place = Arrays.binarySearch(NEWER, c);
    return place >= 0 || (-place - 1) % 2 == 1; // a bound of a range, or between its two
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
