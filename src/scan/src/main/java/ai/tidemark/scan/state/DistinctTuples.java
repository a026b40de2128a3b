package ai.tidemark.scan.state;

/** Distinct tuples in partitions that threads may read side by side. */
sealed interface DistinctTuples permits MemoryTuples, TupleSpill {

  /** Returns how many there are. */
  long size();

  /** Returns whether a tuple may not be in both text forms. */
  boolean anyForms();

  /** Adds their number by leading zeros of their hash. */
  void addCounts(long[] to);

  /** Adds them all to a digest, by some threads. */
  void addTo(TupleDigest digest, int workers);

  /** Pushes tuples of a partition, see {@link TupleSource#forEach}. */
  void forEach(int partition, TupleRuns runs);
}
