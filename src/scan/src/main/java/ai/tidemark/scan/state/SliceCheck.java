package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;

/**
 * Looks for what would make decoys vary too much, on the slice that they were scored on.
 *
 * @param tuples tuples of the slice
 * @param repeated those that came more than once
 * @param equalDraws different tuples that drew the same 64 bits; sound draws give none in 10^9
 */
public record SliceCheck(long tuples, long repeated, long equalDraws) {
  private static final int RUN = 1 << 12;

  /**
   * Looks through a slice, raw texts alone.
   *
   * @param decoy a key that marked nothing
   */
  public static SliceCheck of(TupleSlice slice, DrawKey decoy) {
    Draws draws = Draws.bulk(decoy);
    TupleSet seen = new TupleSet(1 << 10);
    TupleSet drawn = new TupleSet(1 << 10);
    long[] words = new long[RUN];
    long count = 0;
    for (TupleSlice.Run run : slice.runs(TextForm.RAW)) {
      count += run.size();
      for (int from = 0; from < run.size(); from += RUN) {
        int to = Math.min(run.size(), from + RUN);
        draws.words(run.hi(), run.lo(), from, to, words);
        for (int i = from; i < to; i++) {
          if (seen.add(run.hi()[i], run.lo()[i])) {
            drawn.add(0, words[i - from]);
          }
        }
      }
    }
    return new SliceCheck(count, count - seen.size(), (long) seen.size() - drawn.size());
  }
}
