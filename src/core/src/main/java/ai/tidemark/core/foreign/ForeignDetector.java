package ai.tidemark.core.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.ScoreSum;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.law.NullLaw;

/**
 * Evidence of one foreign key: {@link #begin}, then texts, then {@link #evidence}. Several texts
 * between two {@code begin}s are pooled: a tuple that occurs in two of them counts once. Not
 * thread-safe.
 */
public final class ForeignDetector {
  private static final int USUAL_TUPLES = 1 << 16;
  private static final int RUN = 1 << 12;

  /**
   * Tuples that a detector scores one by one before it takes them in runs: a key's vector kernel
   * takes 0.6 s to load and compile, which a few texts never earn back.
   */
  private static final long FIRST = 1 << 20;

  private final KeyedScheme key;
  private final ForeignScheme scheme;
  private final TupleSet states = new TupleSet(64);
  private final long[] scores = new long[RUN];
  private WordTuples tuples;
  private long positions;
  private int texts;
  private long scored;

  /** A detector for a key. */
  public ForeignDetector(KeyedScheme key) {
    this.key = key;
    this.scheme = key.scheme();
    this.tuples = new WordTuples(scheme.width());
  }

  /** Forgets every text. */
  public void begin() {
    if (tuples.size() > USUAL_TUPLES) {
      tuples = new WordTuples(scheme.width());
    } else {
      tuples.clear();
    }
    positions = 0;
    texts = 0;
  }

  /**
   * Adds a text.
   *
   * @param ids token ids, output only, shape [>= n]
   * @throws BadInputException for a second text where the profile must not be pooled, or for an id
   *     that the scheme's vocabulary does not have
   */
  public void add(int[] ids, int n) {
    if (texts > 0 && scheme.pooling() == Pooling.REFUSED) {
      throw new BadInputException(
          "profile " + scheme.profile(),
          "cannot pool texts: one fixed list answers for all of them; test each by itself");
    }
    texts++;
    positions += scheme.forEach(ids, n, (_, words, at) -> tuples.add(words, at));
  }

  /**
   * Returns what the texts show.
   *
   * @throws BadInputException where n is more than the profile may claim
   */
  public ForeignEvidence evidence() {
    return evidence(new TextLaws());
  }

  /**
   * Returns what the texts show.
   *
   * @param laws of the same texts, shared with detectors of other keys
   * @throws BadInputException where n is more than the profile may claim
   */
  public ForeignEvidence evidence(TextLaws laws) {
    boolean merges = key.merges();
    ScoreSum sum = merges ? sumOfStates() : sumOfTuples();
    long n = merges ? states.size() : tuples.size();
    if (n > scheme.mostTuples()) {
      throw new BadInputException(
          "profile " + scheme.profile(),
          "may claim at most "
              + scheme.mostTuples()
              + " distinct tuples, but there are "
              + n
              + "; test a sample, or fewer texts at a time");
    }
    NullLaw law = merges ? scheme.law() : laws.of(scheme, tuples);
    return new ForeignEvidence(positions, n, sum.toBigInteger(), law);
  }

  /** Returns the scores of all tuples together; both ways give the same integers. */
  private ScoreSum sumOfTuples() {
    scored += tuples.size();
    return scored > FIRST ? sumInRuns() : sumOneByOne();
  }

  private ScoreSum sumOneByOne() {
    ScoreSum sum = ScoreSum.ZERO;
    for (int i = 0; i < tuples.size(); i++) {
      sum = sum.plus(key.score(tuples.words(), i * scheme.width()));
    }
    return sum;
  }

  /** Takes the tuples in runs that a kernel reads at once. */
  private ScoreSum sumInRuns() {
    ScoreSum sum = ScoreSum.ZERO;
    WordColumns columns = WordColumns.of(tuples.words(), scheme.width(), tuples.size());
    for (int from = 0; from < tuples.size(); from += RUN) {
      int to = Math.min(tuples.size(), from + RUN);
      key.scores(columns, from, to, scores);
      long run = 0; // 2^12 scores, each far below 2^50
      for (int i = 0; i < to - from; i++) {
        run = Math.addExact(run, scores[i]);
      }
      sum = sum.plus(run);
    }
    return sum;
  }

  /** Returns the scores of all states together, each once: tuples may come to the same one. */
  private ScoreSum sumOfStates() {
    ScoreSum sum = ScoreSum.ZERO;
    int[] words = tuples.words();
    states.clear();
    for (int i = 0; i < tuples.size(); i++) {
      int at = i * scheme.width();
      if (states.add(key.stateHigh(words, at), key.stateLow(words, at))) {
        sum = sum.plus(key.score(words, at));
      }
    }
    return sum;
  }
}
