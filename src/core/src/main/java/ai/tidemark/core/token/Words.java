package ai.tidemark.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of text at a time, the first one lowest. Results mark a byte by its highest bit. The
 * additions never carry from one byte into the next, since bit 7 is cleared before them.
 */
final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  static final long HIGH = 0x8080808080808080L;
  private static final long LOW = ~HIGH;

  private Words() {}

  static long load(byte[] text, int at) {
    return (long) LONGS.get(text, at);
  }

  static void store(byte[] text, int at, long word) {
    LONGS.set(text, at, word);
  }

  /** Returns a word with only its first bytes kept. */
  static long first(long word, int bytes) {
    return word & (-1L >>> -(bytes << 3));
  }

  /** Returns how many bytes come before the first marked one; 8 if none is marked. */
  static int before(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** Marks every byte that is not an ASCII letter. */
  static long nonLetters(long word) {
    long lower = (word | 0x20 * ONES) & LOW;
    return (~(lower + (0x80 - 'a') * ONES) | (lower + (0x7f - 'z') * ONES) | word) & HIGH;
  }

  /** Marks every byte that is not in A-Z. */
  static long nonUpper(long word) {
    long low = word & LOW;
    return (~(low + (0x80 - 'A') * ONES) | (low + (0x7f - 'Z') * ONES) | word) & HIGH;
  }

  /** Marks every byte that is not in a-z. */
  static long nonLower(long word) {
    long low = word & LOW;
    return (~(low + (0x80 - 'a') * ONES) | (low + (0x7f - 'z') * ONES) | word) & HIGH;
  }

  /** Marks the first byte that is zero, and perhaps others behind it. */
  static long zeros(long word) {
    return (word - ONES) & ~word & HIGH;
  }

  /** Returns whether any byte is zero. */
  static boolean hasZero(long word) {
    return zeros(word) != 0;
  }

  /** Returns a word of eight times the same byte. */
  static long of(int b) {
    return b * ONES;
  }
}
