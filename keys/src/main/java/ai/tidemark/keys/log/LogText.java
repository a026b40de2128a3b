package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The alphabet that all texts of a log share: strict UTF-8, base64 and decimal numbers. */
final class LogText {
  private static final int MOST_DIGITS = 19; // of 2^63 - 1

  private LogText() {}

  /** Decodes strict UTF-8 of at most so many bytes, without control characters but newline. */
  static String decode(String where, byte[] bytes, int most) {
    if (bytes.length > most) {
      throw new BadInputException(
          where, "has " + bytes.length + " bytes; at most " + most + " are read");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(where, "is not UTF-8", e);
    }
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
      } else if (c < ' ') {
        throw new BadInputException(
            at(where, line), "has the control character " + (int) c + "; only newline is allowed");
      }
    }
    return text;
  }

  /** Returns the place of a line, counted from 1. */
  static String at(String where, int line) {
    return where + " line " + line;
  }

  /** Returns whether a text is one line that UTF-8 can spell, without control characters. */
  static boolean isLine(String text) {
    return !text.isEmpty()
        && text.chars().noneMatch(c -> c < ' ')
        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Returns whether a key may bear a name: not empty, no Unicode space, no plus (signed-note). */
  static boolean isKeyName(String name) {
    return isLine(name) && name.codePoints().noneMatch(c -> c == '+' || isSpace(c));
  }

  /** The property White_Space of Unicode. */
  private static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || c == 0x85 || (c >= 9 && c <= 13);
  }

  /** Decodes base64 (RFC 4648 section 4), refusing all but the one spelling of each string. */
  static byte[] base64(String where, String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (base64(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, "is not base64", e);
    }
    throw new BadInputException(where, "is not base64 in its canonical form");
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads a hash: 32 bytes in base64. */
  static byte[] hash(String where, String text) {
    byte[] hash = base64(where, text);
    if (hash.length != Merkle.BYTES) {
      throw new BadInputException(
          where, "a hash must have " + Merkle.BYTES + " bytes, but has " + hash.length);
    }
    return hash;
  }

  /** Reads a decimal number in 0..2^63 - 1 without leading zeroes. */
  static long decimal(String where, String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && (text.length() == 1 || text.charAt(0) != '0')) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException _) {
        // above 2^63 - 1: falls through
      }
    }
    throw new BadInputException(
        where, "must be a decimal number in 0..2^63 - 1 without leading zeroes");
  }
}
