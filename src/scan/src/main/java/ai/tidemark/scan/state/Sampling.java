package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;

/** At level L a sample keeps the tuples whose hash starts with L zero bits, one in 2^L. */
final class Sampling {
  /** The highest level: bits 63..40 of the hash; those that choose a partition lie below. */
  static final int MOST_LEVELS = 24;

  private Sampling() {}

  /** Returns the highest level that keeps a tuple. */
  static int zeros(long hi, long lo) {
    return zeros(TupleSet.mix(hi, lo));
  }

  /** Returns the leading zero bits of a hash, {@link #MOST_LEVELS} at most. */
  static int zeros(long mix) {
    return Math.min(MOST_LEVELS, Long.numberOfLeadingZeros(mix));
  }

  /**
   * Returns the least level, not below {@code from}, at which at most {@code most} tuples are left.
   *
   * @param byZeros how many tuples have each number of leading zeros
   */
  static int leastLevel(int from, long most, long[] byZeros) {
    int least = from;
    while (least < MOST_LEVELS && atOrAbove(least, byZeros) > most) {
      least++;
    }
    return least;
  }

  private static long atOrAbove(int zeros, long[] byZeros) {
    long sum = 0;
    for (int i = zeros; i < byZeros.length; i++) {
      sum += byZeros[i];
    }
    return sum;
  }
}
