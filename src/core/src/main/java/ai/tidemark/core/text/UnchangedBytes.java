package ai.tidemark.core.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether N1 leaves a text alone, from its UTF-8 bytes. ASCII is passed over eight bytes at a time;
 * a line is only looked at as a whole where it has a character that N1 may change for what else is
 * on its line.
 */
final class UnchangedBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int NONE = -1;
  private static final int TOO_LARGE = 1 << 22; // stays so when bits are appended to it
  private static final CharacterTable TABLE = CharacterTable.N1;

  private UnchangedBytes() {}

  /** Returns whether N1 certainly leaves the bytes alone; false where they are not UTF-8. */
  static boolean in(byte[] utf8, int from, int to) {
    int i = from;
    while (true) {
      i = skipAscii(utf8, i, to);
      if (i == to) {
        return true;
      }
      int codePoint = codePoint(utf8, i, to);
      if (codePoint == NONE) {
        return false;
      }
      int entry = TABLE.entry(codePoint);
      if (CharacterTable.changes(entry)) {
        return false;
      }
      i += length(codePoint);
      if (CharacterTable.dependsOnLine(entry)) {
        int end = lineEnd(utf8, i, to);
        if (!line(utf8, lineStart(utf8, from, i), end)) {
          return false;
        }
        i = end;
      }
    }
  }

  private static int skipAscii(byte[] utf8, int from, int to) {
    int i = from;
    while (i <= to - 4 * Long.BYTES) {
      long any =
          (long) LONGS.get(utf8, i)
              | (long) LONGS.get(utf8, i + Long.BYTES)
              | (long) LONGS.get(utf8, i + 2 * Long.BYTES)
              | (long) LONGS.get(utf8, i + 3 * Long.BYTES);
      if ((any & HIGH_BITS) != 0) {
        break;
      }
      i += 4 * Long.BYTES;
    }
    while (i <= to - Long.BYTES) {
      long high = (long) LONGS.get(utf8, i) & HIGH_BITS;
      if (high != 0) {
        return i + Long.numberOfTrailingZeros(high) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < to && utf8[i] >= 0) {
      i++;
    }
    return i;
  }

  private static int lineStart(byte[] utf8, int from, int before) {
    int i = before;
    while (i > from && utf8[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private static int lineEnd(byte[] utf8, int from, int to) {
    int i = from;
    while (i < to && utf8[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Returns whether a line is certainly left alone. */
  private static boolean line(byte[] utf8, int from, int to) {
    int seen = 0;
    for (int i = from; i < to; ) {
      byte first = utf8[i];
      if (first >= 0) {
        int letter = first | 0x20;
        seen |= letter >= 'a' && letter <= 'z' ? CharacterTable.SEEN_LATIN : 0;
        i++;
        continue;
      }
      int codePoint = codePoint(utf8, i, to);
      if (codePoint == NONE) {
        return false;
      }
      int entry = TABLE.entry(codePoint);
      if (CharacterTable.changes(entry)) {
        return false;
      }
      seen |= CharacterTable.seen(entry);
      i += length(codePoint);
    }
    return !CharacterTable.folds(seen);
  }

  private static int length(int codePoint) {
    return codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4;
  }

  /** Returns the code point beyond ASCII that starts at an index, or NONE. */
  private static int codePoint(byte[] utf8, int i, int to) {
    int first = utf8[i] & 0xFF;
    if (first < 0xE0) {
      if (first < 0xC0 || i + 1 >= to) {
        return NONE;
      }
      return in(0x80, tail(first & 0x1F, utf8[i + 1]), 0x7FF);
    }
    if (first < 0xF0) {
      if (i + 2 >= to) {
        return NONE;
      }
      int codePoint = tail(tail(first & 0xF, utf8[i + 1]), utf8[i + 2]);
      return codePoint >> 11 == 0xD800 >> 11 ? NONE : in(0x800, codePoint, 0xFFFF);
    }
    if (first >= 0xF8 || i + 3 >= to) {
      return NONE;
    }
    int codePoint = tail(tail(tail(first & 0xF, utf8[i + 1]), utf8[i + 2]), utf8[i + 3]);
    return in(0x1_0000, codePoint, Character.MAX_CODE_POINT);
  }

  /** Appends the bits of a byte, or those of a number that is too large if it continues nothing. */
  private static int tail(int codePoint, byte more) {
    return more < (byte) 0xC0 ? (codePoint << 6) | (more & 0x3F) : TOO_LARGE;
  }

  private static int in(int least, int codePoint, int most) {
    return codePoint >= least && codePoint <= most ? codePoint : NONE;
  }
}
