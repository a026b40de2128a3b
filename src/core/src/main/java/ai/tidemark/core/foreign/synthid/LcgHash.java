package ai.tidemark.core.foreign.synthid;

/**
 * The {@code accumulate_hash} of SynthID: h = (h + x) A + 1 mod 2^64 for each x, A the multiplier
 * of Knuth's MMIX generator (synthid-text 0.2.1, hashing_function.py). Bit i of the result depends
 * on bits 0..i of the inputs only.
 */
final class LcgHash {
  static final long MULTIPLIER = 6364136223846793005L;

  private LcgHash() {}

  /** Returns the hash after one more value. */
  static long next(long h, long x) {
    return (h + x) * MULTIPLIER + 1;
  }

  /** Returns the hash after ids[from, to). */
  static long of(long h, int[] ids, int from, int to) {
    for (int i = from; i < to; i++) {
      h = next(h, ids[i]);
    }
    return h;
  }
}
