package ai.tidemark.benchmarks.corpus;

/** Writes text without end. Immutable, thread-safe. */
interface Prose {
  /** Appends about so many bytes of text, whole words. */
  void write(int bytes, Mix random, Utf8Text out);
}
