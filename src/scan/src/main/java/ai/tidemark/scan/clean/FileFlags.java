package ai.tidemark.scan.clean;

import java.util.Arrays;

/** The flagged documents of one file. Filled first, asked afterwards. */
final class FileFlags {
  private boolean whole;
  private final Longs lines = new Longs();
  private final Longs offsets = new Longs();

  /** Numbers that grow, then are searched. */
  private static final class Longs {
    private long[] values = new long[4];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    /** Sorts; returns whether a value is there twice. */
    boolean sort() {
      Arrays.sort(values, 0, size);
      boolean twice = false;
      for (int i = 1; i < size; i++) {
        twice |= values[i] == values[i - 1];
      }
      return twice;
    }

    boolean has(long value) {
      return Arrays.binarySearch(values, 0, size, value) >= 0;
    }
  }

  /** The whole file is flagged. */
  void addWhole() {
    whole = true;
  }

  /** A line, from 1. */
  void addLine(long line) {
    lines.add(line);
  }

  /** A part that starts at a byte offset. */
  void addOffset(long offset) {
    offsets.add(offset);
  }

  /** Ends the filling; returns whether the flags can all be of one file. */
  boolean close() {
    boolean twice = lines.sort();
    twice |= offsets.sort();
    int kinds = (whole ? 1 : 0) + (lines.size > 0 ? 1 : 0) + (offsets.size > 0 ? 1 : 0);
    return !twice && kinds == 1;
  }

  boolean whole() {
    return whole;
  }

  long lineCount() {
    return lines.size;
  }

  long offsetCount() {
    return offsets.size;
  }

  boolean hasLine(long line) {
    return lines.has(line);
  }

  boolean hasOffset(long offset) {
    return offsets.has(offset);
  }
}
