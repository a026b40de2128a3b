package ai.tidemark.core.gumbel;

import java.util.Arrays;

/**
 * Distinct tuples, each its whole 128-bit {@link Block}: exact, no fingerprint stands for one. Kept
 * in insertion order in two parallel arrays that a kernel can read directly. Reused by {@link
 * #clear}. Not thread-safe.
 */
public final class TupleSet {
  private static final int LARGEST = 1 << 29;

  /**
   * Up to here a table that is cleared for a document has four times the slots: fewer tuples meet
   * in one, which the processor cannot foresee (10 ns a token instead of 18), and it still fits the
   * L2 cache.
   */
  private static final int ROOMY = 1 << 14;

  private long[] hi;
  private long[] lo;
  private int[] slots; // low bits: 1 + index into hi/lo, 0 = free; high bits: of the tuple's hash
  private int mask; // slots in use, a power of two, less 1; also covers 1 + index
  private int size;

  /**
   * An empty set.
   *
   * @param expected tuples to make room for, in 0..2^29
   */
  public TupleSet(int expected) {
    requireExpected(expected);
    int capacity = Math.max(16, expected);
    hi = new long[capacity];
    lo = new long[capacity];
    slots = new int[tableSize(capacity)];
    mask = slots.length - 1;
  }

  /**
   * Adds a tuple.
   *
   * @return whether it was new
   */
  public boolean add(long high, long low) {
    long hash = mix(high, low);
    int at = find(hash, high, low);
    if (slots[at] != 0) {
      return false;
    }
    if (size == hi.length || size > mask >>> 1) {
      grow();
      at = find(hash, high, low);
    }
    hi[size] = high;
    lo[size] = low;
    slots[at] = tag(hash) | ++size;
    return true;
  }

  /** Returns whether the tuple is in the set. */
  public boolean contains(long high, long low) {
    return index(high, low) >= 0;
  }

  /** Returns where the tuple stands in {@link #hi} and {@link #lo}, or -1 if it is not there. */
  public int index(long high, long low) {
    return (slots[find(mix(high, low), high, low)] & mask) - 1;
  }

  /** Returns the slot that holds the tuple, or the free one where it belongs. */
  private int find(long hash, long high, long low) {
    int[] table = slots;
    int last = mask;
    int tag = tag(hash);
    int at = (int) hash & last;
    for (int slot = table[at]; slot != 0; slot = table[at]) {
      if ((slot & ~last) == tag) {
        int index = (slot & last) - 1;
        if (lo[index] == low && hi[index] == high) {
          return at;
        }
      }
      at = (at + 1) & last;
    }
    return at;
  }

  /** Returns the bits of a hash that a slot keeps, so that most other tuples need no look. */
  private int tag(long hash) {
    return (int) (hash >>> Integer.SIZE) & ~mask;
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
    Arrays.fill(slots, 0, mask + 1, 0);
  }

  /**
   * Forgets every tuple and makes room for as many as are expected, which costs as much as they and
   * the forgotten ones need, however large the set once was.
   *
   * @param expected tuples, in 0..2^29; more may come
   */
  public void clear(int expected) {
    requireExpected(expected);
    clear();
    int wanted = tableSize(Math.max(16, expected));
    if (expected <= ROOMY) {
      wanted *= 4;
    }
    if (hi.length < expected) {
      hi = new long[expected];
      lo = new long[expected];
    }
    if (slots.length < wanted) {
      slots = new int[wanted];
    }
    mask = wanted - 1;
  }

  private static void requireExpected(int expected) {
    if (expected < 0 || expected > LARGEST) {
      throw new IllegalArgumentException(
          "expected must be in 0.." + LARGEST + ", but is " + expected);
    }
  }

  private void grow() {
    if (size >= LARGEST) {
      throw new IllegalStateException("more than " + LARGEST + " distinct tuples in one set");
    }
    if (size == hi.length) {
      int capacity = Math.min(LARGEST, hi.length * 2);
      hi = Arrays.copyOf(hi, capacity);
      lo = Arrays.copyOf(lo, capacity);
    }
    int wanted = tableSize(Math.max(hi.length, size + 1));
    if (wanted > slots.length) {
      slots = new int[wanted];
    } else {
      Arrays.fill(slots, 0, wanted, 0);
    }
    mask = wanted - 1;
    for (int i = 0; i < size; i++) {
      long hash = mix(hi[i], lo[i]);
      slots[find(hash, hi[i], lo[i])] = tag(hash) | (i + 1);
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
