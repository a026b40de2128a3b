package ai.tidemark.core.patchy;

import java.util.Arrays;

/** The order statistics that are looked at. */
final class Ranks {
  private static final int ALL = 1024;
  private static final int RATIO = 128;

  private Ranks() {}

  /** Returns 1..1024, then each about 1/128 larger than the last, n at the end. */
  static int[] of(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("there must be at least one p-value, but are " + n);
    }
    int[] ranks = new int[Math.min(n, ALL) + RATIO * 24];
    int size = 0;
    for (long i = 1; i < n; i += i < ALL ? 1 : i / RATIO) {
      ranks[size++] = (int) i;
    }
    ranks[size++] = n;
    return Arrays.copyOf(ranks, size);
  }
}
