package ai.tidemark.core.foreign.textseal;

/**
 * The hash of textseal 0.0.5 (common/watermark/pseudorandom.py): with primes P and a window w,
 *
 * <pre>
 * s = sum of w_i P_i + 100000007 x            (64 bits, without the key)
 * h = (s + 500001713 key) 15485863 40499      (64 bits)
 * h = (h xor (h &gt;&gt; 13)) mod 8191             (signed shift, non-negative remainder)
 * u = h / 8191                                (32-bit float)
 * </pre>
 */
final class TextSealHash {
  /** How many values the hash has. */
  static final int LEVELS = 8191;

  /** How many tokens a window may have: one prime each. */
  static final int MOST_NGRAM = 10;

  /** By how much s grows with the token id. */
  static final long PER_TOKEN = 100000007;

  /** What h is shifted by. */
  static final int SHIFT = 13;

  private static final long PER_KEY = 500001713;
  static final long MIX = 15485863L * 40499;
  private static final long[] PRIMES = {
    10000019, 10000247, 10000439, 10000643, 10000747, 10000867, 10000993, 10001213, 10001357,
    10001501
  };

  private TextSealHash() {}

  /** Returns s for the window ids[from, from + ngram), oldest first, and a token. */
  static long state(int[] ids, int from, int ngram, long token) {
    long sum = PER_TOKEN * token;
    for (int i = 0; i < ngram; i++) {
      sum += PRIMES[i] * ids[from + i];
    }
    return sum;
  }

  /** Returns the part of the key in the hash. */
  static long keyPart(long key) {
    return PER_KEY * key;
  }

  /** Returns the hash of a state, in 0..8190. */
  static int level(long state, long keyPart) {
    long h = (state + keyPart) * MIX;
    h ^= h >> SHIFT;
    return Math.floorMod(h, LEVELS);
  }

  /** Returns u of a level, in [0, 1). */
  static float uniform(int level) {
    return (float) level / LEVELS;
  }

  /**
   * Returns how many levels are green. The source compares 32-bit floats, and u rises with the
   * level: those below the number returned are the green ones.
   *
   * @param gamma wanted share of green
   */
  static int greenLevels(double gamma) {
    int green = 0;
    while (green < LEVELS && uniform(green) < (float) gamma) {
      green++;
    }
    return green;
  }
}
