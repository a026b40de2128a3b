package ai.tidemark.core.lanes;

import java.util.SplittableRandom;

/** Words to try kernels on: the edges of 32 and 64 bits first, then random ones. */
final class Words {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x5555_5555_5555_5555L,
    0xAAAA_AAAA_AAAA_AAAAL,
    8190,
    8191,
    8192
  };

  private Words() {}

  /** Returns a whole scratch array; equal streams give equal ones, others are shifted apart. */
  static long[] longs(int stream) {
    SplittableRandom random = new SplittableRandom(stream);
    long[] words = new long[Lanes.CHUNK];
    for (int i = 0; i < words.length; i++) {
      int edge = i / (1 + stream) % (2 * EDGES.length);
      words[i] = edge < EDGES.length && i < 256 ? EDGES[edge] : random.nextLong();
    }
    return words;
  }

  /** Returns the low halves of {@link #longs}. */
  static int[] ints(int stream) {
    long[] longs = longs(stream);
    int[] words = new int[longs.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = (int) longs[i];
    }
    return words;
  }
}
