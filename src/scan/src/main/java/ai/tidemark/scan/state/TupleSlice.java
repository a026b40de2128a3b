package ai.tidemark.scan.state;

import ai.tidemark.scan.inference.TextForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The tuples of a corpus that are sampled at a level, read once for all that look at them: finding
 * them takes a pass over every tuple, which may be on disk. 16 bytes a tuple. Threads may share it.
 */
public final class TupleSlice {
  private static final int RUN = 1 << 13;

  private final int level;
  private final List<Run> runs;

  /**
   * Tuples of one part of the slice.
   *
   * @param hi bits 127..64, not to be modified
   * @param lo bits 63..0, of the same shape
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Run(TupleSource.Part part, long[] hi, long[] lo) {
    int size() {
      return hi.length;
    }
  }

  private TupleSlice(int level, List<Run> runs) {
    this.level = level;
    this.runs = runs;
  }

  /**
   * Reads a slice. If {@code stop} comes to say true, or this thread is interrupted, the result is
   * of no use.
   *
   * @param level at least that of the tuples
   * @param workers threads
   */
  public static TupleSlice of(TupleSource tuples, int level, int workers, BooleanSupplier stop) {
    List<TupleSource.Part> parts =
        tuples.parts(level).stream().filter(part -> part.fromLevel() == level).toList();
    List<List<Run>> found =
        Workers.share(
            workers,
            tuples.partitions(),
            stop,
            share -> {
              List<Run> own = new ArrayList<>();
              TupleRuns pushed =
                  new TupleRuns(
                      parts,
                      RUN,
                      (p, hi, lo, n) ->
                          own.add(
                              new Run(parts.get(p), Arrays.copyOf(hi, n), Arrays.copyOf(lo, n))));
              share.forEach(partition -> tuples.forEach(partition, pushed));
              pushed.end();
              return own;
            });
    return new TupleSlice(level, found.stream().flatMap(List::stream).toList());
  }

  /** Returns the level that it is sampled at. */
  public int level() {
    return level;
  }

  /** Returns the tuples of a text form. */
  List<Run> runs(TextForm form) {
    return runs.stream().filter(run -> run.part().in(form)).toList();
  }
}
