package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Tuples in memory, spread over partitions by bits 39..32 of {@link TupleSet#mix}. They are
 * distinct once every partition was {@linkplain TuplePartition#reduce reduced}. A partition is its
 * own lock.
 */
final class MemoryTuples implements DistinctTuples {
  private static final int MOST_PARTITIONS = 256;
  private static final int PARTITION_SHIFT = 32;
  private static final int LEAST_ROOM = 2 * TupleStore.BLOCK;

  private final long budget;
  private final TuplePartition[] partitions;

  /**
   * Empty partitions.
   *
   * @param budget tuples of all of them together
   * @param count partitions, in 1..256; changes no result
   */
  MemoryTuples(long budget, int count) {
    this.budget = budget;
    this.partitions = new TuplePartition[count];
    for (int p = 0; p < count; p++) {
      partitions[p] = new TuplePartition(room(p));
    }
  }

  /** Returns how many partitions there are. */
  int count() {
    return partitions.length;
  }

  TuplePartition get(int partition) {
    return partitions[partition];
  }

  /** Returns the partition of a tuple: bits 39..32 of its hash, scaled to their number. */
  int partition(long mix) {
    return (((int) (mix >>> PARTITION_SHIFT) & (MOST_PARTITIONS - 1)) * partitions.length) >>> 8;
  }

  /** Returns the room of a partition; they differ a little, so that not all are full at once. */
  int room(int partition) {
    long share = budget / partitions.length;
    long room = share + share / 4 + share * partition / (12L * partitions.length);
    return Math.clamp(room, LEAST_ROOM, Integer.MAX_VALUE / 4);
  }

  /**
   * Returns how many tuples one of several threads may hold while it makes a partition distinct.
   */
  int roomOnDisk(int workers) {
    return Math.clamp(budget / (3L * workers), LEAST_ROOM, Integer.MAX_VALUE / 8);
  }

  /** Work on a partition. */
  @FunctionalInterface
  interface Step {
    void run(int partition) throws IOException;
  }

  /** Takes a step on every partition, holding its lock, by some threads. */
  void each(int workers, Step step) {
    if (workers == 1) {
      for (int p = 0; p < partitions.length; p++) {
        locked(p, step);
      }
      return;
    }
    Workers.share(
        workers,
        partitions.length,
        () -> false,
        share -> {
          share.forEach(p -> locked(p, step));
          return share;
        });
  }

  /** Takes a step on one partition, holding its lock. */
  void locked(int partition, Step step) {
    synchronized (partitions[partition]) {
      try {
        step.run(partition);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Gives back the memory that holds no tuple. */
  void trim() {
    for (TuplePartition partition : partitions) {
      partition.store().trim();
    }
  }

  @Override
  public long size() {
    return Arrays.stream(partitions).mapToLong(partition -> partition.store().size()).sum();
  }

  @Override
  public boolean anyForms() {
    return Arrays.stream(partitions).anyMatch(partition -> partition.store().hasForms());
  }

  @Override
  public void addCounts(long[] to) {
    for (TuplePartition partition : partitions) {
      partition.addCounts(to);
    }
  }

  @Override
  public void addTo(TupleDigest digest, int workers) {
    each(
        workers,
        p -> {
          TupleDigest own = partitions[p].store().digest();
          synchronized (digest) {
            digest.add(own);
          }
        });
  }

  @Override
  public void forEach(int partition, TupleRuns runs) {
    partitions[partition].store().forEach(runs);
  }
}
