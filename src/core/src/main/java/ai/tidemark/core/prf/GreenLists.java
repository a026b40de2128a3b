package ai.tidemark.core.prf;

import org.jspecify.annotations.Nullable;

/**
 * Which elements are among the first k entries of a {@link Randperm}, for seeds that may come
 * again. A seed asked for often gets its whole list as bits; for all others one element is
 * followed. Memory is bounded: lists stand in a table addressed by the seed; a seed takes over the
 * place of another one only after that was missed as often as it was asked for. The answers do not
 * depend on any of this. Not thread-safe.
 */
public final class GreenLists {
  /** Asking so often costs as much as making the list; see benchmarks, kgw-membership. */
  private static final int WORTH_A_LIST = 4;

  private static final int MOST_HEAT = 64;
  private static final int MOST_PLACES = 1 << 16;

  private final Randperm lists;
  private final int shift;
  private final int[] seeds;
  private final byte[] heat; // 0 = free
  private final boolean[] made;
  private final long[] @Nullable [] bits;

  /**
   * An empty table.
   *
   * @param lists what to answer for; used by this object alone from now on
   * @param mostBytes of memory for lists, taken only as they are made; at least one is kept
   */
  public GreenLists(Randperm lists, long mostBytes) {
    this.lists = lists;
    long fitting = Math.min(MOST_PLACES, mostBytes / (words() * 8L));
    int places = Integer.highestOneBit((int) Math.max(2, fitting));
    shift = 32 - Integer.numberOfTrailingZeros(places);
    seeds = new int[places];
    heat = new byte[places];
    made = new boolean[places];
    bits = new long[places][];
  }

  /**
   * Returns whether an element is among the first k entries.
   *
   * @param seed low 32 bits of the generator's seed
   * @param x the element; one outside 0..n-1 is in no list
   */
  public boolean contains(int seed, int x) {
    int place = (seed * 0x9E3779B9) >>> shift;
    if (heat[place] == 0 || (seeds[place] != seed && --heat[place] == 0)) {
      seeds[place] = seed;
      made[place] = false;
      heat[place] = 1;
    } else if (seeds[place] == seed) {
      return known(place, x);
    }
    return lists.contains(seed, x);
  }

  private boolean known(int place, int x) {
    if (heat[place] < MOST_HEAT) {
      heat[place]++;
    }
    long[] list = bits[place];
    if (!made[place]) {
      if (heat[place] < WORTH_A_LIST) {
        return lists.contains(seeds[place], x);
      }
      if (list == null) {
        list = new long[words()];
        bits[place] = list;
      }
      lists.mark(seeds[place], list);
      made[place] = true;
    }
    return list != null && x >= 0 && x < lists.n() && (list[x >>> 6] >>> x & 1) != 0;
  }

  private int words() {
    return (lists.n() + 63) >>> 6;
  }
}
