package ai.tidemark.core.foreign;

import java.util.List;

/**
 * A foreign scheme under one key. Scoring is a pure function of key and tuple. Not thread-safe: an
 * implementation may keep a cache; {@link #copy} gives another thread its own. Never prints its
 * key.
 */
public interface KeyedScheme {

  /** Returns the public half. */
  ForeignScheme scheme();

  /**
   * Returns the score of a tuple, in the unit of the scheme's {@link ForeignScheme#law}: units of
   * 2^-32 nats rounded down for exponential scores, else a count.
   *
   * @param words holds the tuple at [at, at + width)
   * @return at least 0
   */
  long score(int[] words, int at);

  /**
   * Scores many tuples, each as {@link #score} does: the same integers, whatever computes them.
   * Nothing is allocated per tuple.
   *
   * @param from first tuple
   * @param to tuple after the last
   * @param scores receives the score of tuple i at [i - from], shape [>= to - from]
   */
  default void scores(WordColumns tuples, int from, int to, long[] scores) {
    int[] words = new int[tuples.width()];
    for (int i = from; i < to; i++) {
      tuples.row(i, words);
      scores[i - from] = score(words, 0);
    }
  }

  /**
   * Returns whether distinct tuples may come to the same draw under this key. If so, evidence
   * counts each distinct {@link #stateHigh}, {@link #stateLow} once.
   */
  default boolean merges() {
    return false;
  }

  /** Returns bits 127..64 of what the PRF sees of a tuple; used only where {@link #merges}. */
  default long stateHigh(int[] words, int at) {
    throw new UnsupportedOperationException(scheme().profile() + " does not merge tuples");
  }

  /** Returns bits 63..0 of what the PRF sees of a tuple; used only where {@link #merges}. */
  default long stateLow(int[] words, int at) {
    throw new UnsupportedOperationException(scheme().profile() + " does not merge tuples");
  }

  /** Returns the same scheme and key for another thread. */
  KeyedScheme copy();

  /**
   * Returns the versions of the source whose own detector {@link #asOriginal} repeats, as {@code
   * --as-original} takes them; a range is named by its last version.
   */
  List<String> originals();

  /**
   * Returns what the source's own detector says of a text, right or wrong: for cross-checking only.
   *
   * @param version one that {@link #originals} lists
   * @param ids token ids, output only, shape [>= n]
   * @throws ai.tidemark.core.BadInputException if there is no such version, or where the source
   *     itself fails on the text
   */
  OriginalFinding asOriginal(String version, int[] ids, int n);
}
