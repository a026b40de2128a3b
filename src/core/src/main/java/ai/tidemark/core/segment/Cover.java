package ai.tidemark.core.segment;

/**
 * Windows of 1, 2, 4, ... tuples and the whole document, fixed before looking: the windows of 2^k
 * start at the multiples of 2^k / {@code overlap}, rounded up to 1.
 *
 * @param overlap windows of one size over each tuple, a power of two in 1..8
 */
record Cover(int overlap) {
  Cover {
    if (overlap < 1 || overlap > 8 || Integer.bitCount(overlap) != 1) {
      throw new IllegalArgumentException("overlap must be 1, 2, 4 or 8, but is " + overlap);
    }
  }

  int step(int length) {
    return Math.max(1, length / overlap);
  }

  /**
   * Returns a bound on the number of windows over n tuples, 2 n overlap: with overlap 1 there are n
   * + n/2 + n/4 + ... rounded down, which is at most 2n - 1, and the whole.
   */
  static long most(int n, int overlap) {
    return 2L * n * overlap;
  }
}
