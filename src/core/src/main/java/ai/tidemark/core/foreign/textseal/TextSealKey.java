package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import java.util.List;

/** TextSeal under one key. Immutable. */
final class TextSealKey implements KeyedScheme {
  private static final String WITH_SET = "0.0.5";
  private static final String WITHOUT_SET = "0.0.5-without-set";
  private static final List<String> ORIGINALS = List.of(WITH_SET, WITHOUT_SET);
  private static final long[] EXPONENTIAL = exponential();

  private final TextSealScheme scheme;
  private final long keyPart;

  TextSealKey(TextSealScheme scheme, long key) {
    this.scheme = scheme;
    this.keyPart = TextSealHash.keyPart(key);
  }

  /** Returns floor(-ln(1 - h/8191) 2^32) for every level h. */
  private static long[] exponential() {
    long[] scores = new long[TextSealHash.LEVELS];
    for (int level = 0; level < scores.length; level++) {
      double rest = (double) (TextSealHash.LEVELS - level) / TextSealHash.LEVELS;
      scores[level] = (long) Math.floor(-StrictMath.log(rest) * 0x1p32);
    }
    return scores;
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  /** Returns the level of a state, in 0..8190. */
  int level(long state) {
    return TextSealHash.level(state, keyPart);
  }

  @Override
  public long score(int[] words, int at) {
    int level = level((long) words[at] << 32 | (words[at + 1] & 0xFFFF_FFFFL));
    if (scheme.mark() == Mark.GUMBEL) {
      return EXPONENTIAL[level];
    }
    return level < scheme.green() ? 1 : 0;
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    BulkLevels bulk = new BulkLevels(keyPart);
    for (int at = from; at < to; at += Lanes.CHUNK) {
      int n = Math.min(Lanes.CHUNK, to - at);
      long[] levels = bulk.of(tuples, at, n);
      int first = at - from;
      if (scheme.mark() == Mark.GUMBEL) {
        for (int i = 0; i < n; i++) {
          scores[first + i] = EXPONENTIAL[(int) levels[i]];
        }
      } else {
        long green = scheme.green();
        for (int i = 0; i < n; i++) {
          scores[first + i] = levels[i] < green ? 1 : 0;
        }
      }
    }
  }

  @Override
  public KeyedScheme copy() {
    return this;
  }

  @Override
  public List<String> originals() {
    return ORIGINALS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Repeats are dropped as {@code scoring_method} says, with a fresh set of seen windows per
   * text; "0.0.5-without-set" is the source called without a set, where nothing is dropped.
   */
  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    if (!ORIGINALS.contains(version)) {
      throw new BadInputException(
          "profile " + TextSealV1.ID, "has no such version of its source; known: " + ORIGINALS);
    }
    return new SourceScores(this, scheme, version.equals(WITH_SET), ids, n).finding(version);
  }
}
