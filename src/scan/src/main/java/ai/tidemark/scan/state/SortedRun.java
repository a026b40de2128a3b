package ai.tidemark.scan.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Tuples with their text forms, sorted by block as an unsigned 128-bit number. A merge sort from
 * below, because no order of arrival can make it slow. Not thread-safe.
 */
final class SortedRun {
  private static final int FIRST = 1 << 10;

  private long[] hi = new long[FIRST];
  private long[] lo = new long[FIRST];
  private byte[] forms = new byte[FIRST];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Adds tuples that are all in the same forms. */
  void add(long[] moreHi, long[] moreLo, int n, byte in) {
    if (hi.length < size + n) {
      int room = Math.max(2 * hi.length, size + n);
      hi = Arrays.copyOf(hi, room);
      lo = Arrays.copyOf(lo, room);
      forms = Arrays.copyOf(forms, room);
    }
    System.arraycopy(moreHi, 0, hi, size, n);
    System.arraycopy(moreLo, 0, lo, size, n);
    Arrays.fill(forms, size, size + n, in);
    size += n;
  }

  void sort() {
    long[] fromHi = hi;
    long[] fromLo = lo;
    byte[] fromForms = forms;
    long[] toHi = new long[hi.length];
    long[] toLo = new long[hi.length];
    byte[] toForms = new byte[hi.length];
    for (int width = 1; width < size; width = 2 * width) {
      for (int start = 0; start < size; start += 2 * width) {
        int middle = Math.min(start + width, size);
        int end = Math.min(start + 2 * width, size);
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
          boolean first =
              right >= end
                  || (left < middle
                      && compare(fromHi[left], fromLo[left], fromHi[right], fromLo[right]) <= 0);
          int taken = first ? left++ : right++;
          toHi[at] = fromHi[taken];
          toLo[at] = fromLo[taken];
          toForms[at] = fromForms[taken];
        }
      }
      long[] otherHi = fromHi;
      long[] otherLo = fromLo;
      byte[] otherForms = fromForms;
      fromHi = toHi;
      fromLo = toLo;
      fromForms = toForms;
      toHi = otherHi;
      toLo = otherLo;
      toForms = otherForms;
    }
    hi = fromHi;
    lo = fromLo;
    forms = fromForms;
  }

  /** Compares two blocks as unsigned 128-bit numbers. */
  static int compare(long hi, long lo, long otherHi, long otherLo) {
    int high = Long.compareUnsigned(hi, otherHi);
    return high != 0 ? high : Long.compareUnsigned(lo, otherLo);
  }

  /** Writes the records. */
  void writeTo(OutputStream out) throws IOException {
    byte[] record = new byte[BlockFile.RECORD];
    for (int i = 0; i < size; i++) {
      Merge.LONGS.set(record, 0, hi[i]);
      Merge.LONGS.set(record, Long.BYTES, lo[i]);
      record[BlockFile.RECORD - 1] = forms[i];
      out.write(record);
    }
  }
}
