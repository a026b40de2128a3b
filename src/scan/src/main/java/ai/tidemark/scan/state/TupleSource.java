package ai.tidemark.scan.state;

/** Tuples in partitions that threads may read side by side. */
public interface TupleSource {

  /** Takes runs of tuples. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes tuples.
     *
     * @param hi bits 127..64, entries [0, n); not to be kept or modified
     * @param lo bits 63..0, entries [0, n)
     */
    void tuples(long[] hi, long[] lo, int n);
  }

  /** Returns the sampling level: tuples held are one in 2^level. */
  int level();

  /** Returns how many tuples are held. */
  long size();

  /**
   * Returns the least level, not below {@link #level}, at which at most {@code most} tuples are
   * left.
   */
  int levelOfAtMost(long most);

  /** Returns how many partitions there are. */
  int partitions();

  /**
   * Pushes the tuples of one partition.
   *
   * @param partition in 0..{@link #partitions}-1
   * @param level only tuples sampled at this level, one in 2^level
   * @param run how many tuples to push at a time at most
   */
  void forEach(int partition, int level, int run, Sink sink);
}
