package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.Arrays;

/**
 * Makes tuples distinct, those of a partition at a time: an open table finds what is equal. Neither
 * the table nor the tuples need fit a cache: the places of some tuples are looked up before any is
 * compared, so that their misses overlap. Identity is the whole 128-bit block; the hash only
 * chooses places. Scratch memory of one thread, used again and again. Not thread-safe.
 *
 * <p>Source of the method: group prefetching, Chen, Ailamaki, Gibbons, Mowry (2004).
 */
final class Distinct {
  static final byte[] NO_FORMS = {};

  /** Tuples whose places are looked up together. */
  private static final int GROUP = 64;

  private long[] pairs = new long[2]; // hi and lo in turn; entry 0 is the one looked for
  private byte[] forms = new byte[1];
  private boolean withForms;
  private int[] table = new int[16]; // entry of pairs, 0 = free
  private int mask;
  private int size;
  private final int[] slots = new int[GROUP];
  private final long[] mixes = new long[GROUP];
  private final long[] near = new long[GROUP]; // kept, so that the look is taken

  /**
   * Starts.
   *
   * @param n tuples that will come, at most
   * @param anyForms whether a tuple may not be in both forms
   */
  void begin(int n, boolean anyForms) {
    withForms = anyForms;
    size = 0;
    int entries = n + 2; // entry 0, and one that a repeat writes to
    if (pairs.length < 2 * entries) {
      pairs = new long[2 * entries + entries / 4];
    }
    if (anyForms && forms.length < entries) {
      forms = new byte[entries + entries / 8];
    }
    int places = 4 * Math.max(16, Integer.highestOneBit(n));
    mask = places - 1;
    if (table.length < places) {
      table = new int[places];
    } else {
      Arrays.fill(table, 0, places, 0);
    }
  }

  /**
   * Adds the tuples of a block.
   *
   * @param block hi and lo in turn
   * @param in forms of each; empty if all tuples are in both
   * @param level those that it does not sample are left out
   * @param byZeros counts the new ones by leading zeros of their hash
   */
  void add(long[] block, byte[] in, int n, int level, long[] byZeros) {
    for (int from = 0; from < n; from += GROUP) {
      int count = Math.min(GROUP, n - from);
      lookUp(block, from, count);
      if (level == 0 && !withForms) {
        addAll(block, from, count, byZeros);
      } else {
        addSampled(block, in, from, count, level, byZeros);
      }
    }
  }

  /** Brings into the caches what the tuples of a group will be compared with. */
  private void lookUp(long[] block, int from, int count) {
    for (int i = 0; i < count; i++) {
      long mix = TupleSet.mix(block[2 * (from + i)], block[2 * (from + i) + 1]);
      mixes[i] = mix;
      slots[i] = (int) mix & mask;
    }
    int[] found = table;
    for (int i = 0; i < count; i++) {
      near[i] = pairs[2 * found[slots[i]]];
    }
  }

  /** Adds a group that is in both forms and sampled as a whole: no branch depends on repeats. */
  private void addAll(long[] block, int from, int count, long[] byZeros) {
    long[] all = pairs;
    int[] places = table;
    int last = mask;
    int held = size;
    for (int i = 0; i < count; i++) {
      long hi = block[2 * (from + i)];
      long lo = block[2 * (from + i) + 1];
      int slot = slots[i];
      int place = places[slot];
      all[0] = hi; // a free place points here
      all[1] = lo;
      while (((all[2 * place] ^ hi) | (all[2 * place + 1] ^ lo)) != 0) {
        slot = (slot + 1) & last;
        place = places[slot];
      }
      int isNew = place == 0 ? 1 : 0;
      all[2 * held + 2] = hi; // a repeat is written too, and then written over
      all[2 * held + 3] = lo;
      held += isNew;
      places[slot] = isNew != 0 ? held : place;
      byZeros[Sampling.zeros(mixes[i])] += isNew;
    }
    size = held;
  }

  private void addSampled(long[] block, byte[] in, int from, int count, int level, long[] byZeros) {
    for (int i = 0; i < count; i++) {
      int zeros = Sampling.zeros(mixes[i]);
      if (zeros < level) {
        continue;
      }
      long hi = block[2 * (from + i)];
      long lo = block[2 * (from + i) + 1];
      int slot = slots[i];
      int place = table[slot];
      while (place != 0 && (pairs[2 * place] != hi || pairs[2 * place + 1] != lo)) {
        slot = (slot + 1) & mask;
        place = table[slot];
      }
      if (place == 0) {
        place = ++size;
        table[slot] = place;
        pairs[2 * place] = hi;
        pairs[2 * place + 1] = lo;
        byZeros[zeros]++;
        if (withForms) {
          forms[place] = 0;
        }
      }
      if (withForms) {
        forms[place] |= in[from + i];
      }
    }
  }

  /** Appends the distinct tuples to a store, in the order of their first arrival. */
  void appendTo(TupleStore store) {
    store.append(pairs, 1, size, withForms ? forms : NO_FORMS);
  }
}
