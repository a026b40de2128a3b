package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.MersenneLanes;

/**
 * {@link TextSealHash#level} of many tuples at once. Needs {@link Lanes#AVAILABLE}. Stateless but
 * for its scratch: not thread-safe.
 */
final class BulkLevels {
  private final long keyPart;
  private final long[] levels = new long[Lanes.CHUNK];

  BulkLevels(long keyPart) {
    this.keyPart = keyPart;
  }

  /** Returns the levels of at most {@link Lanes#CHUNK} tuples, until the next call. */
  long[] of(WordColumns tuples, int at, int n) {
    int[] high = tuples.column(0);
    int[] low = tuples.column(1);
    for (int i = 0; i < n; i++) {
      levels[i] = ((long) high[at + i] << 32) | (low[at + i] & 0xFFFF_FFFFL);
    }
    MersenneLanes.levels(levels, keyPart, TextSealHash.MIX, TextSealHash.SHIFT, n);
    return levels;
  }
}
