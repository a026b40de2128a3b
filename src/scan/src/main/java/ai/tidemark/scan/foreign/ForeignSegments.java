package ai.tidemark.scan.foreign;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.segment.Segments;
import java.math.BigInteger;
import java.util.Arrays;
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
    Scored scored = new Scored(ids.length);
    boolean merges = key.merges();
    scheme.forEach(
        ids,
        ids.length,
        (position, words, at) -> {
          boolean fresh = tuples.add(words, at);
          if (fresh && merges) {
            fresh = states.add(key.stateHigh(words, at), key.stateLow(words, at));
          }
          if (fresh) {
            scored.add(position, key.score(words, at));
          }
        });
    List<Segment> found =
        Segments.find(scored.scores, scored.positions, scored.n, scheme.law(), lnAlpha);
    return merges
        ? found
        : found.stream()
            .map(segment -> givenTuples(segment, scheme, tuples, scored))
            .filter(segment -> segment.lnP() <= lnAlpha)
            .toList();
  }

  /**
   * Prices a window by the law of its own tuples. The law of their number, which the search takes,
   * can be orders too strong where distinct tuples share a table (SynthID). What passes both is a
   * part of what passes this one, so the level holds.
   */
  private static Segment givenTuples(
      Segment segment, ForeignScheme scheme, WordTuples all, Scored scored) {
    WordTuples window = new WordTuples(all.width());
    BigInteger sum = BigInteger.ZERO;
    for (int i = segment.from(); i < segment.to(); i++) {
      window.add(all.words(), i * all.width());
      sum = sum.add(BigInteger.valueOf(scored.scores[i]));
    }
    int n = window.size();
    NullLaw law = scheme.lawOf(window);
    double charge = segment.lnP() - scheme.law().lnP(n, sum); // ln of the windows tried
    return new Segment(
        segment.from(),
        segment.to(),
        segment.fromPosition(),
        segment.toPosition(),
        Math.min(0, law.lnP(n, sum) + charge),
        segment.estimatedFrom(),
        segment.estimatedTo());
  }

  /** Scores in the order of the text; a scheme may push several tuples per token. */
  private static final class Scored {
    private long[] scores;
    private int[] positions;
    private int n;

    Scored(int usual) {
      scores = new long[Math.max(1, usual)];
      positions = new int[Math.max(1, usual)];
    }

    void add(int position, long score) {
      if (n == scores.length) {
        scores = Arrays.copyOf(scores, 2 * n);
        positions = Arrays.copyOf(positions, 2 * n);
      }
      scores[n] = score;
      positions[n++] = position;
    }
  }
}
