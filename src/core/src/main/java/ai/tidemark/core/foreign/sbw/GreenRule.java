package ai.tidemark.core.foreign.sbw;

/**
 * Which 31-bit words are green. sbw's generator compares integers, its detector float32 numbers;
 * both rules are a threshold, and the two thresholds lie less than 2^9 of 2^31 apart.
 */
final class GreenRule {
  /** How many words there are. */
  static final long WORDS = 1L << 31;

  /** sbw's {@code 4.6566127342e-10} as torch takes it: (1 - 2^-24) 2^-31. */
  private static final float SCALE = 0x0.FFFFFFp-31f;

  private GreenRule() {}

  /** Returns u of a word as the detector sees it: float32(word) float32(scale). */
  static float uniform(int word31) {
    return (float) word31 * SCALE;
  }

  /**
   * Returns how many words the detector calls green: those below the first whose float32 u is not
   * below float32(gamma). u never falls with the word.
   *
   * @return in 0..2^31
   */
  static long detector(double gamma) {
    float limit = (float) gamma;
    long low = 0;
    long high = WORDS;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (uniform((int) middle) < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns how many words the generator makes green: floor(gamma (2^31 - 1)). */
  static long generator(double gamma) {
    return (long) (gamma * Integer.MAX_VALUE);
  }
}
