package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import java.util.Arrays;
import java.util.List;

/**
 * Tells tuples apart by the parts they belong to and hands them over in runs, however small the
 * partitions are that they come from: one pass over the tuples serves all parts. Not thread-safe.
 */
public final class TupleRuns {
  private static final int LEVEL_BITS = 5;
  private static final byte NONE = -1;

  private final byte[] partOf = new byte[(TextForm.BOTH + 1) << LEVEL_BITS]; // by forms and zeros
  private final long[][] hi;
  private final long[][] lo;
  private final int[] size;
  private final Sink sink;

  /** Takes runs of tuples. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes tuples.
     *
     * @param part index of the part they are in
     * @param hi bits 127..64, entries [0, n); not to be kept or modified
     * @param lo bits 63..0, entries [0, n)
     */
    void tuples(int part, long[] hi, long[] lo, int n);
  }

  /**
   * @param parts disjoint, 127 at most; tuples that are in none are passed over
   * @param run how many tuples to hand over at a time at most
   */
  public TupleRuns(List<TupleSource.Part> parts, int run, Sink sink) {
    Arrays.fill(partOf, NONE);
    for (int p = 0; p < parts.size(); p++) {
      TupleSource.Part part = parts.get(p);
      int end = Math.min(part.belowLevel(), Sampling.MOST_LEVELS + 1);
      int at = part.forms() << LEVEL_BITS;
      Arrays.fill(partOf, at + Math.min(part.fromLevel(), end), at + end, (byte) p);
    }
    this.hi = new long[parts.size()][run];
    this.lo = new long[parts.size()][run];
    this.size = new int[parts.size()];
    this.sink = sink;
  }

  /** Takes a tuple. */
  void add(long high, long low, int forms) {
    int zeros = Sampling.zeros(TupleSet.mix(high, low));
    int part = partOf[forms << LEVEL_BITS | zeros];
    if (part == NONE) {
      return;
    }
    int at = size[part];
    hi[part][at] = high;
    lo[part][at] = low;
    size[part] = at + 1;
    if (at + 1 == hi[part].length) {
      push(part);
    }
  }

  /**
   * Takes tuples.
   *
   * @param pairs hi and lo in turn
   * @param forms of each; empty if all are in both
   */
  void add(long[] pairs, byte[] forms, int n) {
    for (int i = 0; i < n; i++) {
      add(pairs[2 * i], pairs[2 * i + 1], forms.length == 0 ? TextForm.BOTH : forms[i]);
    }
  }

  private void push(int part) {
    if (size[part] > 0) {
      sink.tuples(part, hi[part], lo[part], size[part]);
      size[part] = 0;
    }
  }

  /** Hands over what is left. */
  public void end() {
    for (int part = 0; part < size.length; part++) {
      push(part);
    }
  }
}
