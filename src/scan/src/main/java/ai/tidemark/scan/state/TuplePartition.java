package ai.tidemark.scan.state;

import ai.tidemark.scan.work.AppendFile;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tuples of a part of all hashes, in memory; made distinct when the room is used up, and when asked
 * to. Not thread-safe: whoever uses it holds its lock.
 */
final class TuplePartition {
  private final TupleStore store = new TupleStore();
  // of the tuples as they were last made distinct
  private final long[] byZeros = new long[Sampling.MOST_LEVELS + 1];
  private int distinct;
  private int level;
  private int room;
  private int kept; // the first of the store are in the log already

  /**
   * @param room tuples to hold, repeats included, before they are made distinct
   */
  TuplePartition(int room) {
    this.room = room;
  }

  /** Appends tuples; returns whether there is no room left. */
  boolean append(long[] pairs, int from, int n, byte[] in) {
    store.append(pairs, from, n, in);
    return store.size() >= room;
  }

  /**
   * Makes the tuples distinct.
   *
   * @param newLevel drops those that it does not sample
   * @return by how many the number of tuples that are known to be distinct has changed
   */
  int reduce(Distinct scratch, int newLevel) {
    int before = distinct;
    if (store.size() > distinct || newLevel > level) {
      level = Math.max(level, newLevel);
      store.reduce(scratch, level, byZeros);
      distinct = store.size();
      kept = 0;
      room = Math.max(room, distinct + distinct / 4);
    }
    return distinct - before;
  }

  /** Adds the number of distinct tuples by leading zeros of their hash, as last made distinct. */
  void addCounts(long[] to) {
    for (int zeros = 0; zeros < to.length; zeros++) {
      to[zeros] += byZeros[zeros];
    }
  }

  TupleStore store() {
    return store;
  }

  /** Writes the tuples that came since the last time. */
  void writeNew(AppendFile file, TupleRecords records) throws IOException {
    records.write(store, kept, file);
    kept = store.size();
  }

  /** Says that every tuple held now is in the log. */
  void allKept() {
    kept = store.size();
  }

  /** Forgets the tuples; returns by how many the number of distinct ones has changed. */
  int drop() {
    int before = distinct;
    store.clear();
    store.trim();
    distinct = 0;
    kept = 0;
    Arrays.fill(byZeros, 0);
    return -before;
  }
}
