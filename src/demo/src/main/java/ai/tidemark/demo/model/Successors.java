package ai.tidemark.demo.model;

import java.util.Arrays;

/** Successors of contexts in three flat arrays, each context's in falling order of p. */
final class Successors {
  final int[] start; // shape [contexts + 1]
  final int[] word;
  final float[] p;
  final float[] lambda; // weight of the next lower order, shape [contexts]

  Successors(int[] start, int[] word, float[] p, float[] lambda) {
    this.start = start;
    this.word = word;
    this.p = p;
    this.lambda = lambda;
  }

  /** Sorts each context's successors: falling p, ties by rising token. */
  void sort() {
    for (int row = 0; row + 1 < start.length; row++) {
      sort(start[row], start[row + 1]);
    }
  }

  private void sort(int from, int to) {
    if (to - from < 2) {
      return;
    }
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
