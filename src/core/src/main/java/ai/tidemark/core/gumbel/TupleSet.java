package ai.tidemark.core.gumbel;

import java.util.Arrays;

/**
 * Distinct tuples, each its whole 128-bit {@link Block}: exact, no fingerprint stands for one. Kept
 * in insertion order in two parallel arrays that a kernel can read directly. Reused by {@link
 * #clear}. Not thread-safe.
 */
public final class TupleSet {
  private static final int LARGEST = 1 << 29;

  private long[] hi;
  private long[] lo;
  private int[] slots; // 1 + index into hi/lo, 0 = free
  private int size;

  /**
   * An empty set.
   *
   * @param expected tuples to make room for, in 0..2^29
   */
  public TupleSet(int expected) {
    if (expected < 0 || expected > LARGEST) {
      throw new IllegalArgumentException(
          "expected must be in 0.." + LARGEST + ", but is " + expected);
    }
    int capacity = Math.max(16, expected);
    hi = new long[capacity];
    lo = new long[capacity];
    slots = new int[tableSize(capacity)];
  }

  /**
   * Adds a tuple.
   *
   * @return whether it was new
   */
  public boolean add(long high, long low) {
    int at = find(high, low);
    if (slots[at] != 0) {
      return false;
    }
    if (size == hi.length) {
      grow();
      at = find(high, low);
    }
    hi[size] = high;
    lo[size] = low;
    slots[at] = ++size;
    return true;
  }

  /** Returns whether the tuple is in the set. */
  public boolean contains(long high, long low) {
    return slots[find(high, low)] != 0;
  }

  /** Returns where the tuple stands in {@link #hi} and {@link #lo}, or -1 if it is not there. */
  public int index(long high, long low) {
    return slots[find(high, low)] - 1;
  }

  /** Returns the slot that holds the tuple, or the free one where it belongs. */
  private int find(long high, long low) {
    int mask = slots.length - 1;
    int at = (int) mix(high, low) & mask;
    while (slots[at] != 0 && (lo[slots[at] - 1] != low || hi[slots[at] - 1] != high)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Returns how many distinct tuples there are. */
  public int size() {
    return size;
  }

  /** Returns bits 127..64 of the tuples: the live array, entries [0, size). Do not modify. */
  public long[] hi() {
    return hi;
  }

  /** Returns bits 63..0 of the tuples: the live array, entries [0, size). Do not modify. */
  public long[] lo() {
    return lo;
  }

  /** Forgets every tuple and keeps the memory. */
  public void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  private void grow() {
    if (hi.length >= LARGEST) {
      throw new IllegalStateException("more than " + LARGEST + " distinct tuples in one set");
    }
    int capacity = Math.min(LARGEST, hi.length * 2);
    hi = Arrays.copyOf(hi, capacity);
    lo = Arrays.copyOf(lo, capacity);
    slots = new int[tableSize(capacity)];
    for (int i = 0; i < size; i++) {
      slots[find(hi[i], lo[i])] = i + 1;
    }
  }

  private static int tableSize(int capacity) {
    return Integer.highestOneBit(Math.max(16, capacity - 1)) * 4;
  }

  /**
   * A key-independent 64-bit hash of a tuple (two multiply-xorshift rounds; Stafford 2011, variant
   * 13 constants). Decides places, partitions and samples only, never identity.
   */
  public static long mix(long high, long low) {
    long x = high * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(low, 32);
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L + low;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
