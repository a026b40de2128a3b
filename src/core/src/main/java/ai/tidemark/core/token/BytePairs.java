package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * What two neighbouring tokens merge to, and in which order: a table from (left id, right id) to a
 * rank, the lowest merged first. 8 bytes a slot, at most half of them taken. Four slots are a
 * bucket, all looked at without a branch; a full one flows over into the next.
 */
final class BytePairs {
  /** Rank of two tokens that do not merge. */
  static final int NONE = (1 << 25) - 1;

  /** An id no pair holds. */
  static final int NO_ID = (1 << 20) - 1;

  /** Ids and ranks are below this. */
  static final int LIMIT = NO_ID;

  private static final int ID_BITS = 20;
  private static final int RANK_BITS = 22;
  private static final int RANK_MASK = (1 << RANK_BITS) - 1;
  private static final int BUCKET = 4;

  /** A large array's entries start 16 bytes after a multiple of 32: from here a bucket is one. */
  private static final int SKEW = 2;

  private final int[] byteIds;
  private final int[] merged; // by rank; empty: the rank is the id
  private final int[] bytePairs = new int[1 << 16]; // by two bytes, first one high: rank, or NONE
  private final int[] byteOf; // by id, up to the largest of byteIds: its byte, or -1
  private long[] slots = new long[0]; // left id, right id, rank + 1; 0 = free
  private int buckets;
  private int size;

  /**
   * @param byteIds ids of the 256 single bytes
   * @param merged by rank: the id two tokens become; empty where that is the rank itself
   * @param count number of pairs to come
   */
  BytePairs(int[] byteIds, int[] merged, int count) {
    this.byteIds = byteIds;
    this.merged = merged;
    room(Integer.highestOneBit(Math.max(16, count)));
    Arrays.fill(bytePairs, NONE);
    byteOf = new int[Arrays.stream(byteIds).max().orElseThrow() + 1];
    Arrays.fill(byteOf, -1);
    for (int b = 0; b < 256; b++) {
      byteOf[byteIds[b]] = b;
    }
  }

  /** Adds a pair, or gives it another rank. */
  void put(int left, int right, int rank) {
    if (2 * (size + 1) > BUCKET * buckets) {
      grow();
    }
    long key = key(left, right);
    int slot = slot(key);
    if (slots[slot] == 0) {
      size++;
    }
    slots[slot] = (key << RANK_BITS) | (rank + 1);
    if (left < byteOf.length && right < byteOf.length && byteOf[left] >= 0 && byteOf[right] >= 0) {
      bytePairs[(byteOf[left] << 8) | byteOf[right]] = rank;
    }
  }

  /** Returns the rank of a pair, or {@link #NONE}. */
  int rank(int left, int right) {
    long key = key(left, right);
    int bucket = bucket(key);
    long last = slots[bucket + 3];
    long found =
        ifEqual(slots[bucket], key)
            | ifEqual(slots[bucket + 1], key)
            | ifEqual(slots[bucket + 2], key)
            | ifEqual(last, key);
    if (found == 0 && last != 0) {
      found = ifEqual(slots[slot(key)], key);
    }
    return ((int) found - 1) & NONE;
  }

  /** Returns rank + 1 of a slot with this key, else 0. */
  private static long ifEqual(long slot, long key) {
    long difference = (slot >>> RANK_BITS) ^ key; // at most 42 bits
    return slot & RANK_MASK & ((difference - 1) >> 63);
  }

  /** Returns the rank of two single bytes, or {@link #NONE}. */
  int byteRank(byte left, byte right) {
    return bytePairs[((left & 0xff) << 8) | (right & 0xff)];
  }

  int byteId(byte value) {
    return byteIds[value & 0xff];
  }

  /** Returns the id of the token that the pair of a rank becomes. */
  int merged(int rank) {
    return merged.length == 0 ? rank : merged[rank];
  }

  private static long key(int left, int right) {
    return ((long) left << ID_BITS) | right;
  }

  private int bucket(long key) {
    return ((int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (buckets - 1)) * BUCKET + SKEW;
  }

  /** Returns the slot of a key, or the free one where it belongs. */
  private int slot(long key) {
    int slot = bucket(key);
    while (slots[slot] != 0 && slots[slot] >>> RANK_BITS != key) {
      slot = slot + 1 == slots.length ? SKEW : slot + 1;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    room(2 * buckets);
    for (long taken : old) {
      if (taken != 0) {
        slots[slot(taken >>> RANK_BITS)] = taken;
      }
    }
  }

  private void room(int buckets) {
    this.buckets = buckets;
    slots = new long[BUCKET * buckets + SKEW];
  }
}
