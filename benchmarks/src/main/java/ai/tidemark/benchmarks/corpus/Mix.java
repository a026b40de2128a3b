package ai.tidemark.benchmarks.corpus;

/**
 * Random bits that hang on a seed and a number alone (SplitMix64, Steele et al. 2014), without an
 * object per draw. Not thread-safe.
 */
final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Starts the bits of a document for one purpose. */
  void seed(long seed, long document, int purpose) {
    state = mix(mix(mix(seed) ^ document) + purpose);
  }

  /** Returns 64 bits of a document for one purpose. */
  static long bits(long seed, long document, int purpose) {
    return mix(mix(mix(mix(seed) ^ document) + purpose) + GOLDEN);
  }

  /** Returns whether something of this probability holds for a document. */
  static boolean happens(double probability, long seed, long document, int purpose) {
    return (bits(seed, document, purpose) >>> 11) * 0x1p-53 < probability;
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Returns a number in 0..bound-1, uniform to 2^-32. */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** Returns a number in [0, 1). */
  double unit() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** Returns a standard normal number (Box and Muller 1958). */
  double normal() {
    double u = 1 - unit();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * unit());
  }
}
