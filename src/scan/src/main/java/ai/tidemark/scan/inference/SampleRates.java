package ai.tidemark.scan.inference;

/**
 * How coarse the samples of a scan are from the start, fixed before looking. Where more tuples than
 * the budget are left at a rate, it becomes coarser, as it does without one: so what is sampled
 * stays a function of the corpus.
 *
 * @param level tuples are a sample of one in 2^level at least, 0..24; 0 = all that the budget holds
 * @param decoyLevel decoys score a sample of one in 2^decoyLevel at least, 0 or level..24; 0 = as
 *     many as their budget holds
 */
public record SampleRates(int level, int decoyLevel) {
  /** The highest level. */
  public static final int MOST_LEVELS = 24;

  /** As many tuples as the budgets hold. */
  public static final SampleRates ALL = new SampleRates(0, 0);

  /** Validates. */
  public SampleRates {
    if (level < 0 || level > MOST_LEVELS) {
      throw new IllegalArgumentException("level must be in 0..24, but is " + level);
    }
    if (decoyLevel != 0 && (decoyLevel < level || decoyLevel > MOST_LEVELS)) {
      throw new IllegalArgumentException(
          "decoyLevel must be 0 or in " + level + "..24, but is " + decoyLevel);
    }
  }

  /**
   * Returns the level of a rate.
   *
   * @param name of the rate in messages
   * @param oneIn a power of two, 1..2^24
   */
  public static int levelOf(String name, long oneIn) {
    if (oneIn < 1 || oneIn > 1 << MOST_LEVELS || Long.bitCount(oneIn) != 1) {
      throw new IllegalArgumentException(
          name + " must be a power of two in 1.." + (1 << MOST_LEVELS) + ", but is " + oneIn);
    }
    return Long.numberOfTrailingZeros(oneIn);
  }

  /** Returns one in how many tuples is sampled from the start. */
  public long oneIn() {
    return 1L << level;
  }

  /** Returns one in how many tuples decoys score at most. */
  public long decoyOneIn() {
    return 1L << decoyLevel;
  }
}
