package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.Pooling;

/**
 * How much a row scores, fixed before its keys are tried: from the pace and the time it has.
 *
 * @param tuples wanted in the sample
 * @param texts single texts to test
 * @param keysPerText keys each of them is tested under
 * @param textsPerKey texts that share a key, where keys are dear
 * @param idsPerText ids of each text that are read, from its first
 */
record Plan(int tuples, int texts, int keysPerText, int textsPerKey, int idsPerText) {
  /** Fewest tuples, even where they do not fit the time. */
  static final int LEAST_TUPLES = 100_000;

  private static final int LEAST_IDS = 64;
  private static final int MOST_TUPLES = 300_000_000;
  private static final double CORPUS_SHARE = 0.75;

  /**
   * Plans.
   *
   * @param seconds of all threads together
   * @param distinct tuples of the whole corpus, about
   * @param meanIds of a text
   */
  static Plan of(
      Contender contender,
      Pace pace,
      double seconds,
      int keys,
      long distinct,
      int texts,
      double meanIds) {
    double perKey = CORPUS_SHARE * seconds * 1e9 / keys - pace.keyNanos();
    double affordable = Math.max(1.02 * LEAST_TUPLES, perKey / pace.tupleNanos());
    double most = Math.min(MOST_TUPLES, 1.02 * distinct);
    if (contender.pooling() == Pooling.FEW_STATES) {
      most = Math.min(most, 0.5 * contender.mostTuples()); // a full table has no variance left
    } else {
      most = Math.min(most, 0.98 * contender.mostTuples());
    }
    double forTexts = (1 - CORPUS_SHARE) * seconds * 1e9 / texts;
    double wholeText = meanIds * pace.positionNanos();
    int sharing = (int) Math.clamp(Math.ceil(pace.keyNanos() / wholeText), 1, 64);
    double perText = wholeText + pace.keyNanos() / sharing;
    int keysPerText = (int) Math.clamp(forTexts / perText, 1, 10);
    double room = (forTexts - pace.keyNanos() / sharing) / pace.positionNanos();
    int ids =
        perText <= forTexts ? Integer.MAX_VALUE : (int) Math.clamp(room, LEAST_IDS, 1_000_000);
    return new Plan((int) Math.min(affordable, most), texts, keysPerText, sharing, ids);
  }
}
