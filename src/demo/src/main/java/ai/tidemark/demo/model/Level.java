package ai.tidemark.demo.model;

import java.util.Arrays;

/**
 * One order of the model: for each context that was seen, its successors and the weight of the next
 * lower order. Flat arrays; each context's successors in falling order of p once sorted.
 */
final class Level {
  final long[] contexts; // packed, ascending
  final int[] start; // shape [contexts + 1]
  final int[] word;
  final float[] p; // of the word in its context, lower orders included
  final float[] lambda; // weight of the next lower order, shape [contexts]

  Level(long[] contexts, int[] start, int[] word, float[] p, float[] lambda) {
    this.contexts = contexts;
    this.start = start;
    this.word = word;
    this.p = p;
    this.lambda = lambda;
  }

  /** Returns the row of a context, or -1 if it was never seen. */
  int row(long context) {
    return Math.max(-1, Arrays.binarySearch(contexts, context));
  }

  /** Returns where a successor stands, or -1. Takes time in proportion to the row. */
  int find(int row, int token) {
    for (int i = start[row]; i < start[row + 1]; i++) {
      if (word[i] == token) {
        return i;
      }
    }
    return -1;
  }

  /** Sorts each context's successors: falling p, ties by rising token. */
  void sort() {
    for (int row = 0; row < contexts.length; row++) {
      int from = start[row];
      int to = start[row + 1];
      long[] keys = new long[to - from];
      for (int i = from; i < to; i++) {
        keys[i - from] = key(p[i], word[i]);
      }
      Arrays.sort(keys);
      for (int i = from; i < to; i++) {
        word[i] = (int) keys[i - from];
        p[i] = Float.intBitsToFloat(~(int) (keys[i - from] >> 32));
      }
    }
  }

  /** Returns the indices of probabilities in falling order; ties by rising index. */
  static int[] byFallingP(float[] p) {
    long[] keys = new long[p.length];
    for (int i = 0; i < p.length; i++) {
      keys[i] = key(p[i], i);
    }
    Arrays.sort(keys);
    int[] order = new int[p.length];
    for (int i = 0; i < p.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** Ascending keys mean falling p: positive floats order as their bits do. */
  private static long key(float p, int word) {
    return (long) ~Float.floatToRawIntBits(p) << 32 | word;
  }
}
