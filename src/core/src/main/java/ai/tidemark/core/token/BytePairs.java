package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * What two neighbouring tokens merge to, and in which order: a table from (left id, right id) to a
 * rank, the lowest merged first. 8 bytes a slot, at most half of them taken.
 */
final class BytePairs {
  /** Rank of two tokens that do not merge. */
  static final int NONE = Integer.MAX_VALUE;

  /** Ids and ranks are below this. */
  static final int LIMIT = 1 << 20;

  private static final int ID_BITS = 20;
  private static final int RANK_BITS = 22;
  private static final int RANK_MASK = (1 << RANK_BITS) - 1;

  private final int[] byteIds;
  private final int[] merged; // by rank
  private final int[] bytePairs = new int[1 << 16]; // by two bytes, first one high: rank, or NONE
  private final int[] byteOf; // by id, up to the largest of byteIds: its byte, or -1
  private long[] slots; // left id, right id, rank + 1; 0 = free
  private int size;

  /**
   * @param byteIds ids of the 256 single bytes
   * @param merged by rank: the id two tokens become
   */
  BytePairs(int[] byteIds, int[] merged) {
    this.byteIds = byteIds;
    this.merged = merged;
    slots = new long[Integer.highestOneBit(Math.max(16, merged.length)) << 2];
    Arrays.fill(bytePairs, NONE);
    byteOf = new int[Arrays.stream(byteIds).max().orElseThrow() + 1];
    Arrays.fill(byteOf, -1);
    for (int b = 0; b < 256; b++) {
      byteOf[byteIds[b]] = b;
    }
  }

  /** Adds a pair, or gives it another rank. */
  void put(int left, int right, int rank) {
    if (2 * (size + 1) > slots.length) {
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
    long found = slots[slot(key)];
    return found == 0 ? NONE : (int) (found & RANK_MASK) - 1;
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
    return merged[rank];
  }

  private static long key(int left, int right) {
    return ((long) left << ID_BITS) | right;
  }

  /** Returns the slot of a key, or the free one where it belongs. */
  private int slot(long key) {
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] >>> RANK_BITS != key) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long taken : old) {
      if (taken != 0) {
        slots[slot(taken >>> RANK_BITS)] = taken;
      }
    }
  }
}
