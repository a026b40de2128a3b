package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;

/** Picks the tuples of a part and pushes them in runs. Not thread-safe. */
final class PartRun {
  private final TupleSource.Part part;
  private final TupleSource.Sink sink;
  private final long[] hi;
  private final long[] lo;
  private int size;

  PartRun(TupleSource.Part part, int run, TupleSource.Sink sink) {
    this.part = part;
    this.sink = sink;
    this.hi = new long[run];
    this.lo = new long[run];
  }

  /**
   * Takes tuples.
   *
   * @param pairs hi and lo in turn
   * @param forms of each
   */
  void add(long[] pairs, byte[] forms, int n) {
    for (int i = 0; i < n; i++) {
      add(pairs[2 * i], pairs[2 * i + 1], forms[i]);
    }
  }

  /** Takes a tuple. */
  void add(long high, long low, int forms) {
    if (forms != part.forms() || !part.holds(TupleSet.mix(high, low))) {
      return;
    }
    hi[size] = high;
    lo[size++] = low;
    if (size == hi.length) {
      end();
    }
  }

  /** Pushes what is left. */
  void end() {
    if (size > 0) {
      sink.tuples(hi, lo, size);
      size = 0;
    }
  }
}
