package ai.tidemark.scan.state;

import ai.tidemark.scan.inference.TextForm;
import java.util.List;

/**
 * Tuples in partitions that threads may read side by side. Sealed, because a corpus verdict is true
 * only where each distinct tuple counts once: {@link CorpusTuples} and {@link BlockTuples} see to
 * that, and the other implementation, which does not, cannot be made outside this package.
 */
public sealed interface TupleSource permits CorpusTuples, BlockTuples, Undeduplicated {

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
   * Adds the tuples of one partition to runs, which their owner ends after the last partition.
   *
   * @param partition in 0..{@link #partitions}-1
   */
  void forEach(int partition, TupleRuns runs);
}
