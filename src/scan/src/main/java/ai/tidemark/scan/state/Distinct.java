package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.Arrays;

/**
 * Makes tuples distinct, many at a time. They are spread by bits of their hash over buckets so
 * small that a bucket and its table stay in the L2 cache; there an open table finds what is equal.
 * Identity is the whole 128-bit block; the hash only chooses places. Scratch memory of one thread,
 * used again and again. Not thread-safe.
 *
 * <p>Source of the method: radix partitioning before hashing, Manegold, Boncz, Kersten (2002).
 */
final class Distinct {
  static final byte[] NO_FORMS = {};

  /** Tuples of a bucket, on average at most: 96 KiB, and a table of 64 KiB. */
  private static final int BUCKET_TUPLES = 6 << 10;

  /** A bucket has room for one in so many tuples more than its share, and for so many more. */
  private static final int SLACK = 8;

  private static final int MOST_BUCKET_BITS = 12;

  /** Bits of the hash below those that choose a partition. */
  private static final int BUCKETS_FROM_BIT = 32;

  private long[] pairs = new long[0]; // hi and lo in turn
  private byte[] forms = NO_FORMS;
  private boolean withForms;
  private int[] table = new int[1 << 10];
  private int[] ends = new int[2]; // of the tuples in each bucket
  private int[] limits = new int[2]; // of the room of each bucket; the next one starts there
  private int buckets;
  private int shift;

  /** Starts with some tuples: each bucket has room for its share and a little more. */
  void begin(int n, boolean anyForms) {
    int bits =
        Math.min(
            MOST_BUCKET_BITS,
            Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, n - 1) / BUCKET_TUPLES));
    buckets = 1 << bits;
    shift = BUCKETS_FROM_BIT - bits;
    withForms = anyForms;
    int share = n / buckets;
    int each = buckets == 1 ? n : share + share / SLACK + SLACK;
    room(each * buckets);
    if (ends.length < buckets + 1) {
      ends = new int[buckets + 1];
      limits = new int[buckets + 1];
    }
    for (int b = 0; b < buckets; b++) {
      ends[b] = b * each;
      limits[b] = (b + 1) * each;
    }
  }

  private void room(int tuples) {
    if (pairs.length < 2 * tuples) {
      pairs = new long[2 * tuples + tuples / 4];
    }
    if (withForms && forms.length < tuples) {
      forms = new byte[tuples + tuples / 8];
    }
  }

  /** Starts again where a bucket had too little room: all are counted first. */
  void beginCounting() {
    Arrays.fill(limits, 0, buckets + 1, 0);
  }

  /** Returns the largest hash, unsigned, that a level samples. */
  private static long sampled(int level) {
    return -1L >>> level;
  }

  /** Counts the tuples of a block. */
  void count(long[] block, int n, int level) {
    long most = sampled(level) + Long.MIN_VALUE;
    int mask = buckets - 1;
    int[] counts = limits;
    for (int i = 0; i < n; i++) {
      long mix = TupleSet.mix(block[2 * i], block[2 * i + 1]);
      counts[(int) (mix >>> shift) & mask] += mix + Long.MIN_VALUE <= most ? 1 : 0;
    }
  }

  /** Ends counting. */
  void place() {
    int before = 0;
    for (int b = 0; b < buckets; b++) {
      ends[b] = before;
      before += limits[b];
      limits[b] = before;
    }
    room(before);
  }

  /** Takes the tuples of a block; returns false if a bucket has too little room. */
  boolean spread(long[] block, byte[] in, int n, int level) {
    long most = sampled(level) + Long.MIN_VALUE;
    int mask = buckets - 1;
    for (int i = 0; i < n; i++) {
      long hi = block[2 * i];
      long lo = block[2 * i + 1];
      long mix = TupleSet.mix(hi, lo);
      if (mix + Long.MIN_VALUE <= most) {
        int bucket = (int) (mix >>> shift) & mask;
        int to = ends[bucket];
        if (to == limits[bucket]) {
          return false;
        }
        ends[bucket] = to + 1;
        pairs[2 * to] = hi;
        pairs[2 * to + 1] = lo;
        if (withForms) {
          forms[to] = in[i];
        }
      }
    }
    return true;
  }

  /** Appends the distinct tuples to a store, and counts them by leading zeros of their hash. */
  void finish(TupleStore store, long[] byZeros) {
    int from = 0;
    for (int b = 0; b < buckets; b++) {
      int to = ends[b];
      int kept = bucket(from, to, byZeros);
      store.append(pairs, from, kept, withForms ? forms : NO_FORMS);
      from = limits[b];
    }
  }

  /** Moves the distinct tuples of entries [from, to) to their front; returns how many. */
  private int bucket(int from, int to, long[] byZeros) {
    int slots = Math.max(16, Integer.highestOneBit(Math.max(1, to - from)) * 4);
    if (table.length < slots) {
      table = new int[slots];
    } else {
      Arrays.fill(table, 0, slots, 0);
    }
    int[] places = table; // 1 + place behind from, 0 = free
    long[] all = pairs;
    int mask = slots - 1;
    int size = 0;
    int base = 2 * from - 2;
    for (int i = from; i < to; i++) {
      long hi = all[2 * i];
      long lo = all[2 * i + 1];
      long mix = TupleSet.mix(hi, lo);
      int slot = (int) mix & mask;
      int place = places[slot];
      while (place != 0 && (all[base + 2 * place + 1] != lo || all[base + 2 * place] != hi)) {
        slot = (slot + 1) & mask;
        place = places[slot];
      }
      if (place == 0) {
        places[slot] = ++size;
        all[base + 2 * size] = hi;
        all[base + 2 * size + 1] = lo;
        byZeros[Sampling.zeros(mix)]++;
        if (withForms) {
          forms[from + size - 1] = forms[i];
        }
      } else if (withForms) {
        forms[from + place - 1] |= forms[i];
      }
    }
    return size;
  }
}
