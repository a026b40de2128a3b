package ai.tidemark.keys.store;

/** Where records of the control log go. */
@FunctionalInterface
public interface RecordSink {
  /**
   * Appends an entry; when this returns, the entry outlives a crash.
   *
   * @param entry canonical JSON of a record
   * @return its index in the log
   */
  long append(byte[] entry);
}
