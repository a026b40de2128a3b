package ai.tidemark.scan;

import ai.tidemark.scan.state.CorpusTuples;

/**
 * What a scan may use. Only {@code tuples}, {@code decoyTuples} and {@code textBytes} can change a
 * result, and the report states them.
 *
 * @param workers threads that tokenise and score, in 1..1,024
 * @param tuples distinct tuples to hold at most; beyond it the scan samples and reports the rate
 * @param decoyTuples distinct tuples the decoys are scored on at most
 * @param textBytes UTF-8 bytes of one record at most; a longer text file is cut
 */
public record Limits(int workers, long tuples, long decoyTuples, int textBytes) {
  /** Bytes that a tuple of the budget takes, see {@link CorpusTuples#BYTES_PER_TUPLE}. */
  public static final int BYTES_PER_TUPLE = CorpusTuples.BYTES_PER_TUPLE;

  private static final int MEBIBYTE = 1 << 20;

  /** Validates. */
  public Limits {
    require("workers", workers, 1, 1024);
    require("tuples", tuples, 64, 1L << 34);
    require("decoyTuples", decoyTuples, 64, 1L << 34);
    require("textBytes", textBytes, 64, 512 * MEBIBYTE);
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be in " + least + ".." + most + ", but is " + value);
    }
  }

  /**
   * Every processor, half of the heap for tuples, a quarter million tuples for decoys, records to
   * 16 MiB.
   */
  public static Limits ofThisMachine() {
    Runtime runtime = Runtime.getRuntime();
    return new Limits(
        Math.min(1024, runtime.availableProcessors()),
        tuplesIn(runtime.maxMemory() / 2),
        MEBIBYTE / 4,
        16 * MEBIBYTE);
  }

  /** Returns how many tuples fit into some bytes of memory. */
  public static long tuplesIn(long bytes) {
    return Math.clamp(bytes / BYTES_PER_TUPLE, 64, 1L << 34);
  }

  /** Returns these limits with another number of workers. */
  public Limits withWorkers(int newWorkers) {
    return new Limits(newWorkers, tuples, decoyTuples, textBytes);
  }

  /** Returns these limits with another budget of tuples. */
  public Limits withTuples(long newTuples) {
    return new Limits(workers, newTuples, decoyTuples, textBytes);
  }

  /** Returns these limits with another size of the slice that decoys see. */
  public Limits withDecoyTuples(long newDecoyTuples) {
    return new Limits(workers, tuples, newDecoyTuples, textBytes);
  }

  /** Returns these limits with another cap on a record. */
  public Limits withTextBytes(int newTextBytes) {
    return new Limits(workers, tuples, decoyTuples, newTextBytes);
  }
}
