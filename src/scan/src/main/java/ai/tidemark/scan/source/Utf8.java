package ai.tidemark.scan.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8 (RFC 3629): shortest forms only, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;

  private Utf8() {}

  /** Returns whether entries [from, to) are well-formed. */
  static boolean isWellFormed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at + 8 <= to && ((long) LONG.get(bytes, at) & HIGH) == 0) {
        at += 8;
      } else if (bytes[at] >= 0) {
        at++;
      } else {
        int length = sequence(bytes, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /**
   * Returns the length of the sequence of two to four bytes that begins at an index, or 0 if none
   * does.
   *
   * @param at index of a byte of at least 0x80, below {@code to}
   */
  static int sequence(byte[] b, int at, int to) {
    int first = b[at] & 0xff;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    if (first < 0xE0) {
      return at + 1 < to && isContinuation(b[at + 1]) ? 2 : 0;
    }
    if (at + 2 >= to || !isContinuation(b[at + 2])) {
      return 0;
    }
    int second = b[at + 1] & 0xff;
    if (first < 0xF0) {
      int least = first == 0xE0 ? 0xA0 : 0x80;
      int most = first == 0xED ? 0x9F : 0xBF;
      return second >= least && second <= most ? 3 : 0;
    }
    int least = first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xF4 ? 0x8F : 0xBF;
    return at + 3 < to && second >= least && second <= most && isContinuation(b[at + 3]) ? 4 : 0;
  }

  private static boolean isContinuation(byte b) {
    return b < (byte) 0xC0;
  }

  /**
   * Puts a character; half a surrogate pair as if it were one.
   *
   * @return the index after it
   */
  static int encode(int character, byte[] out, int from) {
    int at = from;
    if (character < 0x80) {
      out[at++] = (byte) character;
    } else if (character < 0x800) {
      out[at++] = (byte) (0xC0 | (character >> 6));
      out[at++] = (byte) (0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
      out[at++] = (byte) (0xE0 | (character >> 12));
      out[at++] = (byte) (0x80 | ((character >> 6) & 0x3F));
      out[at++] = (byte) (0x80 | (character & 0x3F));
    } else {
      out[at++] = (byte) (0xF0 | (character >> 18));
      out[at++] = (byte) (0x80 | ((character >> 12) & 0x3F));
      out[at++] = (byte) (0x80 | ((character >> 6) & 0x3F));
      out[at++] = (byte) (0x80 | (character & 0x3F));
    }
    return at;
  }
}
