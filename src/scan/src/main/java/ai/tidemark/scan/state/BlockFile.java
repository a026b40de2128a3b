package ai.tidemark.scan.state;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Writes the tuples of a corpus as a block file: records of {@link #RECORD} bytes, the block as 16
 * bytes big-endian and the bits of its text forms, sorted by block. docs/formats/blocks.md.
 *
 * <p>Each partition is sorted by itself and put on disk, then the partitions are merged: so the
 * heap holds one partition, or a buffer of each, never a second copy of the corpus.
 */
public final class BlockFile {
  /** Bytes of a record. */
  public static final int RECORD = 17;

  private static final int RECORDS_PER_LOOK = 1 << 16;
  private static final int OUT_BUFFER = 1 << 18;

  private BlockFile() {}

  /**
   * Writes every tuple that is held.
   *
   * @param scratch an empty file for the sorted partitions, as large as the result; whoever made it
   *     removes it
   * @param out takes the records; not closed
   * @param stop once it says true the rest is left out, and the result is of no use
   */
  public static void write(TupleSource tuples, Path scratch, OutputStream out, BooleanSupplier stop)
      throws IOException {
    long[] starts = sortPartitions(tuples, scratch, stop);
    try (RandomAccessFile file = new RandomAccessFile(scratch.toFile(), "r")) {
      Merge merge = new Merge(file, starts);
      BufferedOutputStream buffered = new BufferedOutputStream(out, OUT_BUFFER);
      byte[] record = new byte[RECORD];
      for (long i = 0; merge.next(record); i++) {
        buffered.write(record);
        if (i % RECORDS_PER_LOOK == 0 && stop.getAsBoolean()) {
          return;
        }
      }
      buffered.flush();
    }
  }

  /** Returns the offset of each partition in the scratch file, and its length. */
  private static long[] sortPartitions(TupleSource tuples, Path scratch, BooleanSupplier stop)
      throws IOException {
    long[] starts = new long[tuples.partitions() + 1];
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(scratch.toFile()), OUT_BUFFER)) {
      SortedRun run = new SortedRun();
      List<TupleSource.Part> parts = tuples.parts(tuples.level());
      TupleRuns runs =
          new TupleRuns(
              parts,
              RECORDS_PER_LOOK,
              (p, hi, lo, n) -> run.add(hi, lo, n, (byte) parts.get(p).forms()));
      for (int p = 0; p < tuples.partitions() && !stop.getAsBoolean(); p++) {
        run.clear();
        tuples.forEach(p, runs);
        runs.end();
        run.sort();
        run.writeTo(out);
        starts[p + 1] = starts[p] + (long) RECORD * run.size();
      }
    }
    return starts;
  }
}
