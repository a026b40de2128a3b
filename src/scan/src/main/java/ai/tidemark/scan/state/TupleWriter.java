package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;

/** Collects tuples per partition and hands them over in runs. One thread adds. */
public final class TupleWriter {
  /** Tuples of a partition handed over at once; 256 partitions take 272 KiB, in the L2 cache. */
  private static final int RUN = 64;

  private final CorpusTuples to;
  private final long[] pairs;
  private final byte[] forms;
  private final int[] size;
  private boolean anyForms;

  TupleWriter(CorpusTuples to) {
    this.to = to;
    this.pairs = new long[2 * RUN * to.partitions()];
    this.forms = new byte[RUN * to.partitions()];
    this.size = new int[to.partitions()];
  }

  /**
   * Adds a document's tuples; they may be in the set already.
   *
   * @param in which forms of the text they are in: bits of {@link TextForm#bit}
   */
  public void add(TupleSet tuples, int in) {
    add(tuples.hi(), tuples.lo(), tuples.size(), in);
  }

  /**
   * Adds tuples.
   *
   * @param hi bits 127..64, entries [0, n)
   * @param lo bits 63..0, entries [0, n)
   * @param in bits of the text forms that they are in
   */
  public synchronized void add(long[] hi, long[] lo, int n, int in) {
    int sampled = to.level();
    for (int i = 0; i < n; i++) {
      add(hi[i], lo[i], in, sampled);
    }
  }

  /** Adds tuples that were read from a file, at the level of the set. */
  synchronized void add(long[] hiAndLo, byte[] in, int n) {
    int sampled = to.level();
    for (int i = 0; i < n; i++) {
      add(hiAndLo[2 * i], hiAndLo[2 * i + 1], in[i], sampled);
    }
  }

  private void add(long hi, long lo, int in, int sampled) {
    long mix = TupleSet.mix(hi, lo);
    if (Sampling.zeros(mix) < sampled) {
      return;
    }
    int p = to.partition(mix);
    int at = p * RUN + size[p];
    pairs[2 * at] = hi;
    pairs[2 * at + 1] = lo;
    forms[at] = (byte) in;
    anyForms |= in != TextForm.BOTH;
    if (++size[p] == RUN) {
      flush(p);
    }
  }

  /** Hands over what is left. */
  public synchronized void flush() {
    for (int p = 0; p < size.length; p++) {
      flush(p);
    }
  }

  private void flush(int p) {
    if (size[p] > 0) {
      to.accept(p, pairs, p * RUN, size[p], anyForms ? forms : Distinct.NO_FORMS);
      size[p] = 0;
    }
  }
}
