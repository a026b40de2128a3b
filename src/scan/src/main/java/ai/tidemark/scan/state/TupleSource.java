package ai.tidemark.scan.state;

import ai.tidemark.scan.inference.TextForm;
import java.util.List;

/**
 * Tuples in partitions that threads may read side by side. Sealed, because a corpus verdict is true
 * only where each distinct tuple counts once: {@link CorpusTuples} and {@link BlockTuples} see to
 * that, and the other implementation, which does not, cannot be made outside this package.
 */
public sealed interface TupleSource permits CorpusTuples, BlockTuples, Undeduplicated {

  /** Takes runs of tuples. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes tuples.
     *
     * @param hi bits 127..64, entries [0, n); not to be kept or modified
     * @param lo bits 63..0, entries [0, n)
     */
    void tuples(long[] hi, long[] lo, int n);
  }

  /**
   * A part of the tuples; the parts of one {@link #parts} are disjoint.
   *
   * @param forms bits of exactly the text forms that the tuples occur in, {@link TextForm#bit}
   * @param fromLevel sampled at this level, one in 2^fromLevel
   * @param belowLevel not sampled at this level; beyond every level where there is no such limit
   */
  record Part(int forms, int fromLevel, int belowLevel) {
    /** Returns whether the tuples belong to a text form. */
    public boolean in(TextForm form) {
      return (forms & form.bit()) != 0;
    }

    /** Returns whether a hash lies between the levels. */
    boolean holds(long mix) {
      int zeros = Sampling.zeros(mix);
      return zeros >= fromLevel && zeros < belowLevel;
    }
  }

  /** A {@link Part#belowLevel} that no level reaches. */
  int NO_LEVEL = 65;

  /** Returns the sampling level: tuples held are one in 2^level. */
  int level();

  /** Returns how many tuples are held. */
  long size();

  /**
   * Returns the least level, not below {@link #level}, at which at most {@code most} tuples are
   * left.
   */
  int levelOfAtMost(long most);

  /** Returns 32 hex digits that tell sets of tuples apart, whatever their order. */
  String digest();

  /** Returns how many partitions there are. */
  int partitions();

  /**
   * Splits the tuples into the slice that is sampled at a level and the rest, each by text forms;
   * parts that are surely empty are left out.
   *
   * @param sliceLevel at least {@link #level}
   */
  List<Part> parts(int sliceLevel);

  /**
   * Pushes the tuples of one partition.
   *
   * @param partition in 0..{@link #partitions}-1
   * @param part which of its tuples
   * @param run how many tuples to push at a time at most
   */
  void forEach(int partition, Part part, int run, Sink sink);
}
