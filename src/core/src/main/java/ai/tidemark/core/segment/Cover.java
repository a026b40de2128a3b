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

  /** Returns the distance between the starts of windows of this length. */
  int step(int length) {
    return Math.max(1, length / overlap);
  }

  /**
   * Returns the number of windows over n tuples: at most 2n with overlap 1 (n + n/2 + n/4 + ...,
   * and the whole), below 5n with overlap 4.
   */
  long windows(int n) {
    long windows = 1;
    for (long length = 1; length < n; length *= 2) {
      windows += (n - length) / step((int) length) + 1;
    }
    return windows;
  }
}
