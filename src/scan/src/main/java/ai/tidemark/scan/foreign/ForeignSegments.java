package ai.tidemark.scan.foreign;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.segment.Segments;
import java.util.List;

/** Which stretches of a text depend on a foreign key. */
public final class ForeignSegments {
  private ForeignSegments() {}

  /**
   * Returns the stretches, in the order of the text, disjoint; every window tried is paid for.
   *
   * @param ids token ids of one text, shape [n]
   * @param lnAlpha natural logarithm of the level for this text and key, negative
   */
  public static List<Segment> find(KeyedScheme key, int[] ids, double lnAlpha) {
    ForeignScheme scheme = key.scheme();
    WordTuples tuples = new WordTuples(scheme.width());
    TupleSet states = new TupleSet(64);
    long[] scores = new long[ids.length];
    int[] positions = new int[ids.length];
    int[] n = new int[1];
    boolean merges = key.merges();
    scheme.forEach(
        ids,
        ids.length,
        (position, words, at) -> {
          boolean fresh = tuples.add(words, at);
          if (fresh && merges) {
            fresh = states.add(key.stateHigh(words, at), key.stateLow(words, at));
          }
          if (fresh && n[0] < scores.length) {
            scores[n[0]] = key.score(words, at);
            positions[n[0]++] = position;
          }
        });
    return Segments.find(scores, positions, n[0], scheme.law(), lnAlpha);
  }
}
