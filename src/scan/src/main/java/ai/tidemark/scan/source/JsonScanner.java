package ai.tidemark.scan.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Strings, numbers and white space of one JSON record (RFC 8259) that lies in an array as UTF-8 and
 * ends at a newline. As strict as Jackson with its defaults, and in one pass: what is not
 * well-formed, JSON or UTF-8, is refused where it is met. Not thread-safe.
 */
abstract class JsonScanner {
  /** Jackson's limit on the name of a field, in UTF-16 units. */
  private static final int LONGEST_NAME = 50_000;

  /** Jackson's limit on the digits of a number. */
  private static final int MOST_DIGITS = 1000;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  /** What becomes of a string. */
  enum Keep {
    /** It is checked. */
    NOTHING,
    /** It is asked for before the next name is read. */
    NAME,
    /** It is asked for before the next text is read. */
    TEXT
  }

  /** What a byte is while no string is open. */
  private static final int NOT_IN_A_RECORD = -1;

  private byte[] in = new byte[0];
  private int at;
  private int to;

  private byte[] names = new byte[0];
  private byte[] texts = new byte[0];
  private byte[] unescaped = names;
  private boolean escaped;
  private boolean halfPair;
  private int stringFrom;
  private int stringTo;

  /** Begins at an index. */
  final void begin(byte[] array, int from, int end) {
    in = array;
    at = from;
    to = end;
  }

  final int at() {
    return at;
  }

  /** Returns the byte in hand, at least 0, or -1 at the end of the record. */
  final int current() {
    return at < to && in[at] != '\n' ? in[at] & 0xff : NOT_IN_A_RECORD;
  }

  final void step() {
    at++;
  }

  /** Passes over white space and returns the byte after it, as {@link #current}. */
  final int afterSpace() {
    while (at < to) {
      int b = in[at];
      if (b > ' ') {
        return b;
      }
      if (b != ' ' && b != '\t' && b != '\r') {
        return current();
      }
      at++;
    }
    return NOT_IN_A_RECORD;
  }

  /** Passes over an ASCII word; returns whether it is there. */
  final boolean word(String expected) {
    int length = expected.length();
    if (to - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in[at + i] != expected.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }

  /** Passes over a number; returns whether it is one. */
  final boolean number() {
    if (current() == '-') {
      at++;
    }
    int whole = digits();
    if (whole == 0 || (whole > 1 && in[at - whole] == '0')) {
      return false;
    }
    int length = whole;
    if (current() == '.') {
      at++;
      int fraction = digits();
      if (fraction == 0) {
        return false;
      }
      length += fraction;
    }
    if (current() == 'e' || current() == 'E') {
      at++;
      if (current() == '+' || current() == '-') {
        at++;
      }
      int exponent = digits();
      if (exponent == 0) {
        return false;
      }
      length += exponent;
    }
    return isLength(length);
  }

  private static boolean isLength(int digits) {
    return digits <= MOST_DIGITS;
  }

  private int digits() {
    int from = at;
    while (at < to && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    return at - from;
  }

  /**
   * Passes over a string whose opening quote is in hand. Its bytes are then {@link #string}.
   *
   * @param keep whether and how long they will be asked for
   * @return whether it is one
   */
  final boolean string(Keep keep) {
    byte[] a = in;
    int i = at + 1;
    int end = to;
    escaped = false;
    halfPair = false;
    stringFrom = i;
    while (true) {
      i = plain(a, i, end);
      if (i >= end) {
        return false;
      }
      int b = a[i];
      if (b == '"') {
        stringTo = i;
        at = i + 1;
        return true;
      }
      if (b < 0) {
        i = characters(a, i, end);
        if (i < 0) {
          return false;
        }
      } else if (b == '\\') {
        at = i;
        return keep == Keep.NOTHING ? passEscapes() : unescape(keep);
      } else {
        return false; // a control character
      }
    }
  }

  /** Returns the index of the first byte that is not plain ASCII inside a string, or the end. */
  private static int plain(byte[] a, int from, int end) {
    int i = from;
    while (i + 8 <= end) {
      long special = special((long) LONG.get(a, i));
      if (special != 0) {
        return i + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      i += 8;
    }
    while (i < end && a[i] >= ' ' && a[i] != '"' && a[i] != '\\') {
      i++;
    }
    return i;
  }

  /**
   * Returns the high bit of each byte that is a quote, a backslash, a control character or not
   * ASCII. Right up to the first such byte; above it there may be more bits than such bytes, since
   * a subtraction borrows from there.
   */
  private static long special(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    long zeros = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
    long controls = (word - SPACES) & ~word;
    return (zeros | controls | word) & HIGH;
  }

  /** Returns the index after a run of characters outside ASCII, or -1 if it is no UTF-8. */
  private static int characters(byte[] a, int from, int end) {
    int i = from;
    while (i < end && a[i] < 0) {
      int length = Utf8.sequence(a, i, end);
      if (length == 0) {
        return -1;
      }
      i += length;
    }
    return i;
  }

  private boolean passEscapes() {
    byte[] a = in;
    int i = at;
    while (i < to) {
      int b = a[i];
      if (b == '"') {
        at = i + 1;
        return true;
      }
      if (b == '\\') {
        at = i;
        if (escape() < 0) {
          return false;
        }
        i = at;
      } else if (b < 0) {
        i = characters(a, i, to);
        if (i < 0) {
          return false;
        }
      } else if (b < ' ') {
        return false;
      }
      i = plain(a, i, to);
    }
    return false;
  }

  /** Copies the string as it will be, from the first backslash on. */
  private boolean unescape(Keep keep) {
    byte[] a = in;
    int end = to;
    byte[] out = keep == Keep.NAME ? names : texts;
    if (out.length < end - stringFrom + 8) {
      out = new byte[end - stringFrom + 8];
    }
    if (keep == Keep.NAME) {
      names = out;
    } else {
      texts = out;
    }
    unescaped = out;
    int length = at - stringFrom;
    System.arraycopy(a, stringFrom, out, 0, length);
    escaped = true;
    int i = at;
    while (i < end) {
      int b = a[i];
      if (b == '"') {
        stringFrom = 0;
        stringTo = length;
        at = i + 1;
        return true;
      }
      if (b == '\\') {
        at = i;
        int character = escape();
        if (character < 0) {
          return false;
        }
        length = Utf8.encode(character, out, length);
        i = at;
      } else if (b < 0) {
        int after = characters(a, i, end);
        if (after < 0) {
          return false;
        }
        while (i < after) {
          out[length++] = a[i++];
        }
      } else if (b < ' ') {
        return false;
      }
      while (i + 8 <= end) {
        long word = (long) LONG.get(a, i);
        LONG.set(out, length, word);
        long special = special(word);
        int plain = special == 0 ? 8 : Long.numberOfTrailingZeros(special) >>> 3;
        i += plain;
        length += plain;
        if (special != 0) {
          break;
        }
      }
      while (i + 8 > end && i < end && a[i] >= ' ' && a[i] != '"' && a[i] != '\\') {
        out[length++] = a[i++];
      }
    }
    return false;
  }

  /**
   * Passes over an escape whose backslash is in hand, and over the second one of a surrogate pair.
   *
   * @return the character, or -1 if it is no escape
   */
  private int escape() {
    int b = at + 1 < to ? in[at + 1] : 0;
    at += 2;
    return switch (b) {
      case '"', '\\', '/' -> b;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> -1;
    };
  }

  private int unicode() {
    int first = hex(at);
    at += 4;
    if (first < Character.MIN_SURROGATE || first > Character.MAX_SURROGATE) {
      return first;
    }
    boolean pair =
        first < Character.MIN_LOW_SURROGATE && at + 6 <= to && in[at] == '\\' && in[at + 1] == 'u';
    int second = pair ? hex(at + 2) : -1;
    if (second < Character.MIN_LOW_SURROGATE || second > Character.MAX_LOW_SURROGATE) {
      halfPair = true;
      return first;
    }
    at += 6;
    return Character.toCodePoint((char) first, (char) second);
  }

  private int hex(int from) {
    if (from + 4 > to) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** Returns the string passed over last, if it was kept. */
  final Bytes string() {
    return new Bytes(escaped ? unescaped : in, stringFrom, stringTo);
  }

  /** Returns whether it holds half a surrogate pair, so that it has no UTF-8. */
  final boolean halfPair() {
    return halfPair;
  }

  /** Returns whether the string passed over last, and kept, equals some bytes. */
  final boolean isString(byte[] expected) {
    return stringTo - stringFrom == expected.length
        && Arrays.equals(
            escaped ? unescaped : in, stringFrom, stringTo, expected, 0, expected.length);
  }

  /** Returns whether the string passed over last, and kept, is as short as a name must be. */
  final boolean isName() {
    return stringTo - stringFrom <= LONGEST_NAME || string().utf8().length() <= LONGEST_NAME;
  }
}
