package ai.tidemark.benchmarks.nullrun;

/** Texts as token ids. Immutable, so that threads may share it. */
interface Texts {

  /** Returns how many there are. */
  int count();

  /** Returns the most ids any text has. */
  int mostIds();

  /**
   * Copies one text.
   *
   * @param text in 0..count-1
   * @param into shape [>= mostIds]
   * @return how many ids
   */
  int read(int text, int[] into);
}
