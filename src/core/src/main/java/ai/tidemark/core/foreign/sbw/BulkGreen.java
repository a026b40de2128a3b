package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.JenkinsLanes;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.PhiloxLanes;
import java.util.Arrays;

/**
 * {@link GreenKey} on many tuples at once, for the functions {@link #covers} names. Needs {@link
 * Lanes#AVAILABLE}. Not thread-safe.
 */
final class BulkGreen {
  private final Seeding seeding;
  private final long key;
  private final long green;

  private final int[] words = new int[Lanes.CHUNK];
  private final long[] salted = new long[Lanes.CHUNK];
  private final long[] seeds = new long[Lanes.CHUNK];
  private final long[] x0 = new long[Lanes.CHUNK];
  private final long[] x1 = new long[Lanes.CHUNK];
  private final long[] x2 = new long[Lanes.CHUNK];
  private final long[] x3 = new long[Lanes.CHUNK];
  private final long[] lanes = new long[Lanes.CHUNK];
  private final long[] high = new long[Lanes.CHUNK];

  BulkGreen(Seeding seeding, long key, long green) {
    this.seeding = seeding;
    this.key = key;
    this.green = green;
  }

  /** Returns whether this class has the seeding. */
  static boolean covers(Seeding seeding) {
    return switch (seeding.function()) {
      case ADDITIVE -> !seeding.selfSalt() && seeding.words() == 2;
      case ANCHORED_MINHASH -> !seeding.tableHash();
      case SKIPGRAM, MINHASH -> false;
    };
  }

  /** Scores tuples from..to. */
  void scores(WordColumns tuples, int from, int to, long[] scores) {
    for (int at = from; at < to; at += Lanes.CHUNK) {
      int n = Math.min(Lanes.CHUNK, to - at);
      seeds(tuples, at, n);
      int[] tokens = tuples.column(seeding.words());
      for (int i = 0; i < n; i++) {
        lanes[i] = tokens[at + i];
        x0[i] = lanes[i] >>> 2; // a token is not negative
        high[i] = seeds[i] >>> 32;
      }
      Arrays.fill(x1, 0);
      Arrays.fill(x2, 0);
      Arrays.fill(x3, 0);
      PhiloxLanes.blocks(x0, x1, x2, x3, seeds, high, n);
      PhiloxLanes.pick(x0, x1, x2, x3, lanes, n);
      for (int i = 0; i < n; i++) {
        scores[at - from + i] = (x0[i] & Integer.MAX_VALUE) < green ? 1 : 0;
      }
    }
  }

  private void seeds(WordColumns tuples, int at, int n) {
    if (seeding.function() == Seeding.Function.ADDITIVE) {
      int[] top = tuples.column(0);
      int[] low = tuples.column(1);
      for (int i = 0; i < n; i++) {
        seeds[i] = key * (((long) top[at + i] << 32) | (low[at + i] & 0xFFFF_FFFFL));
      }
      return;
    }
    int others = seeding.words();
    int anchor = seeding.selfSalt() ? others : others - 1;
    System.arraycopy(tuples.column(anchor), at, words, 0, n);
    JenkinsLanes.afterOne(words, salted, n);
    for (int i = 0; i < n; i++) {
      long product = key * salted[i];
      seeds[i] = product * salted[i];
      salted[i] = product;
    }
    for (int word = 0; word < others; word++) {
      System.arraycopy(tuples.column(word), at, words, 0, n);
      JenkinsLanes.leastProducts(salted, words, seeds, n);
    }
  }
}
