package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Remembers what pieces of text became, exactly: a hit is equal in all its bytes. One thread's; no
 * locks, no allocation after construction, 17 MB.
 *
 * <ul>
 *   <li>Pieces of at most 8 bytes, the last of which is not zero, that became at most three ids
 *       below 2^20: the piece is the key, one long, padded with zeros; an entry is two, a bucket
 *       four entries, one cache line. 2^19 entries, 8 MB.
 *   <li>Longer ones of at most 16 bytes and at most five ids: the key is two longs, an entry four,
 *       a bucket four entries. 2^18 entries, 8 MB.
 *   <li>Longer ones of at most 96 bytes and at most 31 ids: 2^11 buckets of two, 1 MB.
 * </ul>
 *
 * <p>Each piece has one place to be looked for in, by its bytes alone: a stranger costs one look.
 * What becomes more ids than its table holds, a rare character in bytes mostly, is not remembered.
 *
 * <p>In the first, who comes first stays first and newcomers take the other places in turn. In the
 * second, what is found moves up one place, and a newcomer enters at the third of four: a piece
 * seen once cannot push out one seen often.
 */
final class SegmentCache {
  /** Longer pieces are seldom seen twice. */
  static final int MAX_BYTES = 96;

  static final int SHORT_BYTES = 16;
  private static final int SHORT_IDS = 5;
  private static final int SHORT_BITS = 18;
  private static final int ID_BITS = 21;
  private static final int ID = (1 << ID_BITS) - 1;
  private static final int WORDS = 4; // key, key, length | ids << 8 | 4th, 5th id << 16, 1st to 3rd
  private static final int WAYS = 4;

  private static final int TINY_BITS = 17; // buckets
  private static final int TINY_ID_BITS = 20;
  private static final int TINY_ID = (1 << TINY_ID_BITS) - 1;
  private static final int TINY_COUNT = 60; // ids below it, their number from it on

  private static final int LONG_BITS = 12;
  private static final int LONG_IDS = 31;

  private final long[] tiny = new long[8 << TINY_BITS]; // key, ids and count; 0 = free
  private int turn;
  private final long[] entries = new long[WORDS << SHORT_BITS];
  private final byte[] longKeys = new byte[MAX_BYTES << LONG_BITS];
  private final int[] longIds =
      new int[(LONG_IDS + 1) << LONG_BITS]; // length | count << 8, then ids

  /**
   * Appends the ids of a piece of at most 16 bytes that is not for {@link #recall(long,
   * TokenBuffer)}, if known.
   *
   * @param low its first eight bytes, and {@code high} the next eight, with zeros behind them
   * @param length in 1..16
   */
  boolean recall(long low, long high, int length, TokenBuffer out) {
    long[] table = entries;
    int bucket = bucket(low, high, length);
    for (int e = bucket; e < bucket + WORDS * WAYS; e += WORDS) {
      if (table[e] == low && table[e + 1] == high && (table[e + 2] & 0xff) == length) {
        long about = table[e + 2];
        long ids = table[e + 3];
        if (e != bucket) {
          swap(table, e);
        }
        push(about, ids, out);
        return true;
      }
    }
    return false;
  }

  /**
   * Appends the ids of a piece of at most 8 bytes, if known.
   *
   * @param key the piece, zeros behind it; its last byte is not zero
   */
  boolean recall(long key, TokenBuffer out) {
    long[] table = tiny;
    int bucket = tinyBucket(key);
    long known =
        ifEqual(table[bucket], key, table[bucket + 1])
            | ifEqual(table[bucket + 2], key, table[bucket + 3])
            | ifEqual(table[bucket + 4], key, table[bucket + 5])
            | ifEqual(table[bucket + 6], key, table[bucket + 7]);
    if (known == 0) {
      return false;
    }
    int[] ids = out.room(3);
    int n = out.size();
    ids[n] = (int) known & TINY_ID;
    ids[n + 1] = (int) (known >>> TINY_ID_BITS) & TINY_ID;
    ids[n + 2] = (int) (known >>> (2 * TINY_ID_BITS)) & TINY_ID;
    out.size(n + (int) (known >>> TINY_COUNT));
    return true;
  }

  /** Returns the value if the keys are equal, else 0; without a branch, which would be missed. */
  private static long ifEqual(long a, long b, long value) {
    long difference = a ^ b;
    return value & ~((difference | -difference) >> 63);
  }

  private static int tinyBucket(long key) {
    return (int) (((key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L) >>> (64 - TINY_BITS)) << 3;
  }

  private void keepTiny(long key, int[] ids, int first, int count) {
    long value = (long) count << TINY_COUNT;
    for (int i = 0; i < count; i++) {
      if (ids[first + i] > TINY_ID) {
        return;
      }
      value |= (long) ids[first + i] << (TINY_ID_BITS * i);
    }
    int bucket = tinyBucket(key);
    int e = bucket;
    while (e < bucket + 8 && tiny[e] != 0) {
      e += 2;
    }
    if (e == bucket + 8) {
      turn = turn == 2 ? 0 : turn + 1;
      e = bucket + 2 + 2 * turn;
    }
    tiny[e] = key;
    tiny[e + 1] = value;
  }

  private static void push(long about, long ids, TokenBuffer out) {
    int count = (int) (about >>> 8) & 0xff;
    out.add((int) ids & ID);
    if (count > 1) {
      out.add((int) (ids >>> ID_BITS) & ID);
      if (count > 2) {
        out.add((int) (ids >>> (2 * ID_BITS)));
        if (count > 3) {
          out.add((int) (about >>> 16) & ID);
          if (count > 4) {
            out.add((int) (about >>> (16 + ID_BITS)) & ID);
          }
        }
      }
    }
  }

  private static void swap(long[] table, int e) {
    for (int i = e; i < e + WORDS; i++) {
      long up = table[i];
      table[i] = table[i - WORDS];
      table[i - WORDS] = up;
    }
  }

  private static int bucket(long low, long high, int length) {
    long h = (low ^ (high * 0xC2B2AE3D27D4EB4FL) ^ length) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> (64 - (SHORT_BITS - 2))) * (WORDS * WAYS);
  }

  /**
   * Appends the ids of a longer piece, if known.
   *
   * @param length in 17..96
   */
  boolean recall(byte[] text, int from, int length, TokenBuffer out) {
    int bucket = bucket(text, from, length);
    return recallAt(bucket, text, from, length, out)
        || recallAt(bucket ^ 1, text, from, length, out);
  }

  private boolean recallAt(int slot, byte[] text, int from, int length, TokenBuffer out) {
    int head = slot * (LONG_IDS + 1);
    if ((longIds[head] & 0xff) != length
        || !Arrays.equals(
            longKeys, slot * MAX_BYTES, slot * MAX_BYTES + length, text, from, from + length)) {
      return false;
    }
    int count = longIds[head] >>> 8;
    for (int i = 1; i <= count; i++) {
      out.add(longIds[head + i]);
    }
    return true;
  }

  private static int bucket(byte[] text, int from, int length) {
    return TokenIndex.hash(text, from, from + length) >>> (32 - LONG_BITS);
  }

  /**
   * Remembers that a piece became the ids out[first, size).
   *
   * @param low as for {@link #recall(long, long, int, TokenBuffer)}; not used if longer than 16
   */
  void keep(byte[] text, int from, int length, long low, long high, TokenBuffer out, int first) {
    int count = out.size() - first;
    if (length <= 8 && text[from + length - 1] != 0) {
      if (count <= 3) {
        keepTiny(low, out.array(), first, count);
      }
    } else if (length <= SHORT_BYTES) {
      if (count <= SHORT_IDS) {
        keepShort(low, high, length, out.array(), first, count);
      }
    } else if (length <= MAX_BYTES && count <= LONG_IDS) {
      int slot = bucket(text, from, length);
      int head = slot * (LONG_IDS + 1);
      int other = (slot ^ 1) * (LONG_IDS + 1);
      System.arraycopy(longIds, head, longIds, other, LONG_IDS + 1);
      System.arraycopy(longKeys, slot * MAX_BYTES, longKeys, (slot ^ 1) * MAX_BYTES, MAX_BYTES);
      longIds[head] = length | (count << 8);
      System.arraycopy(out.array(), first, longIds, head + 1, count);
      System.arraycopy(text, from, longKeys, slot * MAX_BYTES, length);
    }
  }

  private void keepShort(long low, long high, int length, int[] ids, int first, int count) {
    int bucket = bucket(low, high, length);
    int e = bucket;
    while (e < bucket + 2 * WORDS && entries[e + 2] != 0) {
      e += WORDS;
    }
    if (e == bucket + 2 * WORDS && entries[e + 2] != 0) {
      System.arraycopy(entries, e, entries, e + WORDS, WORDS);
    }
    long about = length | (count << 8);
    long packed = 0;
    for (int i = 0; i < count; i++) {
      if (i < 3) {
        packed |= (long) ids[first + i] << (ID_BITS * i);
      } else {
        about |= (long) ids[first + i] << (16 + ID_BITS * (i - 3));
      }
    }
    entries[e] = low;
    entries[e + 1] = high;
    entries[e + 2] = about;
    entries[e + 3] = packed;
  }
}
