package ai.tidemark.scan.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Merges sorted runs of records that lie one after the other in a file. Not thread-safe. */
final class Merge {
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int RECORDS_PER_READ = 4096; // 256 runs: 17 MiB of buffers

  private final RandomAccessFile file;
  private final Run[] heap; // by first block, smallest at 0
  private int size;
  private boolean begun;
  private long lastHi;
  private long lastLo;

  /**
   * @param starts offset of each run, and the end of the last one
   */
  Merge(RandomAccessFile file, long[] starts) throws IOException {
    this.file = file;
    this.heap = new Run[starts.length - 1];
    for (int r = 0; r + 1 < starts.length; r++) {
      Run run = new Run(starts[r], starts[r + 1]);
      if (run.advance()) {
        heap[size++] = run;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  /** Copies the next record; returns false at the end. */
  boolean next(byte[] record) throws IOException {
    if (size == 0) {
      return false;
    }
    Run first = heap[0];
    if (begun && SortedRun.compare(lastHi, lastLo, first.hi, first.lo) >= 0) {
      throw new IllegalStateException("a tuple is held twice; blocks need global dedup");
    }
    begun = true;
    lastHi = first.hi;
    lastLo = first.lo;
    System.arraycopy(first.buffer, first.at - BlockFile.RECORD, record, 0, BlockFile.RECORD);
    if (!first.advance()) {
      heap[0] = heap[--size];
    }
    sink(0);
    return true;
  }

  private void sink(int from) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (!heap[child].before(heap[at])) {
        return;
      }
      Run swap = heap[at];
      heap[at] = heap[child];
      heap[child] = swap;
      at = child;
    }
  }

  private final class Run {
    private final long end;
    private long position;
    private byte[] buffer = new byte[0];
    private int at; // after the record in hand
    private long hi;
    private long lo;

    Run(long start, long end) {
      this.position = start;
      this.end = end;
    }

    /** Takes the next record in hand; returns false at the end. */
    boolean advance() throws IOException {
      if (at == buffer.length && !fill()) {
        return false;
      }
      hi = (long) LONGS.get(buffer, at);
      lo = (long) LONGS.get(buffer, at + Long.BYTES);
      at += BlockFile.RECORD;
      return true;
    }

    private boolean fill() throws IOException {
      int bytes = (int) Math.min(end - position, (long) RECORDS_PER_READ * BlockFile.RECORD);
      if (bytes == 0) {
        return false;
      }
      if (buffer.length != bytes) {
        buffer = new byte[bytes];
      }
      file.seek(position);
      try {
        file.readFully(buffer);
      } catch (EOFException e) {
        throw new IOException("the scratch file was cut short", e);
      }
      position += bytes;
      at = 0;
      return true;
    }

    boolean before(Run other) {
      return SortedRun.compare(hi, lo, other.hi, other.lo) < 0;
    }
  }
}
