package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.prf.Randperm;

/** The table of 1,000,003 places that some seeding functions hash through. */
public final class HashTable {
  /** How many places it has. */
  public static final int SIZE = 1_000_003;

  private final int[] table;

  /** {@code randperm(1000003)} of a generator seed. */
  public HashTable(int seed) {
    table = Randperm.whole(seed, SIZE);
  }

  /** Returns table[x mod 1000003] + 1, the remainder never negative. */
  public long hash(long x) {
    return table[Math.floorMod(x, SIZE)] + 1L;
  }

  /** Returns a copy of the permutation. */
  public int[] permutation() {
    return table.clone();
  }
}
