package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * The characters that stand for bytes in a byte-level vocabulary ({@code bytes_to_unicode} of
 * GPT-2): printable Latin-1 stands for itself, the other bytes in order for U+0100 and up.
 */
final class ByteAlphabet {
  private static final int CHARS = 0x144;
  private static final char[] OF_BYTE = new char[256];
  private static final short[] BYTE_OF = new short[CHARS]; // -1 = none

  static {
    Arrays.fill(BYTE_OF, (short) -1);
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
      OF_BYTE[b] = printable ? (char) b : next++;
      BYTE_OF[OF_BYTE[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** Returns the character of a byte. */
  static char character(int b) {
    return OF_BYTE[b];
  }

  /** Returns the bytes a token stands for, or an empty array if a character stands for none. */
  static byte[] bytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = token.charAt(i);
      if (c >= CHARS || BYTE_OF[c] < 0) {
        return new byte[0];
      }
      bytes[i] = (byte) BYTE_OF[c];
    }
    return bytes;
  }
}
