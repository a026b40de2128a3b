package ai.tidemark.core.foreign.synthid;

/**
 * How many ones a set of places reads in a table, for every cyclic shift of the table at once: a
 * cyclic correlation, in integers modulo the Fermat prime 65,537 (Pollard 1971). It has roots of
 * unity of every order 2^0..2^16, and a count is at most 65,536, so nothing is lost. Immutable.
 */
final class ShiftCounts {
  /** Largest table. */
  static final int MOST = 1 << 16;

  private static final int PRIME = 65_537;
  private static final int GENERATOR = 3; // of all residues but 0

  private final int size;
  private final int[] roots; // powers of a root of unity of order size
  private final int[] spectrum; // of the table, order of bits reversed

  /**
   * @param table zeros and ones, shape [size], a power of two up to {@link #MOST}
   */
  ShiftCounts(byte[] table) {
    size = table.length;
    if (size > MOST || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "table must have a power of two of entries up to " + MOST + ", but has " + size);
    }
    int root = 1;
    for (int i = 0; i < (PRIME - 1) / size; i++) {
      root = times(root, GENERATOR);
    }
    roots = new int[size];
    roots[0] = 1;
    for (int i = 1; i < size; i++) {
      roots[i] = times(roots[i - 1], root);
    }
    spectrum = new int[size];
    for (int i = 0; i < size; i++) {
      spectrum[i] = table[i];
    }
    forward(spectrum);
  }

  /**
   * Returns the sum over i of table[(places[i] + shift) mod size], for each shift.
   *
   * @param places distinct, each in 0..size-1, shape [>= n]
   * @param n how many
   */
  int[] of(int[] places, int n) {
    int[] counts = new int[size];
    for (int i = 0; i < n; i++) {
      counts[-places[i] & (size - 1)] = 1;
    }
    forward(counts);
    int share = PRIME - (PRIME - 1) / size; // 1 / size
    for (int i = 0; i < size; i++) {
      counts[i] = times(times(counts[i], spectrum[i]), share);
    }
    backward(counts);
    return counts;
  }

  /** Decimation in frequency: the result's places have their bits reversed. */
  private void forward(int[] a) {
    for (int half = size / 2, stride = 1; half > 0; half /= 2, stride *= 2) {
      for (int from = 0; from < size; from += 2 * half) {
        for (int j = 0; j < half; j++) {
          int u = a[from + j];
          int v = a[from + j + half];
          a[from + j] = lower(u + v - PRIME);
          a[from + j + half] = times(lower(u - v), roots[j * stride]);
        }
      }
    }
  }

  /** Decimation in time, from places whose bits are reversed; less the factor 1 / size. */
  private void backward(int[] a) {
    for (int half = 1, stride = size / 2; half < size; half *= 2, stride /= 2) {
      for (int from = 0; from < size; from += 2 * half) {
        for (int j = 0; j < half; j++) {
          int u = a[from + j];
          int v = times(a[from + j + half], roots[-j * stride & (size - 1)]);
          a[from + j] = lower(u + v - PRIME);
          a[from + j + half] = lower(u - v);
        }
      }
    }
  }

  /** Returns a number in -65,537..65,536 as a residue from 0 on. */
  private static int lower(int x) {
    return x + (x >> 31 & PRIME);
  }

  /** Returns a product of residues; 2^16 is -1 here. */
  private static int times(int a, int b) {
    long product = (long) a * b;
    return lower((int) (product & 0xFFFF) - (int) (product >>> 16));
  }
}
