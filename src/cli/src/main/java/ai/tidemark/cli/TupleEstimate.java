package ai.tidemark.cli;

import ai.tidemark.scan.source.CorpusSize;
import java.util.Locale;

/**
 * How many distinct tuples a corpus may have, from the sizes of its files alone: a guess to plan
 * with, made so that a corpus has rather more. Measured with cl100k_base, one distinct tuple to 4.2
 * bytes of Python's library, 4.6 of WordNet's glosses as JSONL, 5.9 of READMEs, 1.0 of the first
 * two compressed; repetition makes fewer.
 *
 * @param size of the corpus
 */
record TupleEstimate(CorpusSize size) {
  /** Bytes of text to a distinct tuple. */
  static final int BYTES_PER_TUPLE = 8;

  /** Bytes that a compressed byte stands for. */
  static final int UNPACKED = 3;

  /** Returns the estimate, at least 1. */
  long tuples() {
    return Math.max(1, (size.plain() + UNPACKED * size.packed()) / BYTES_PER_TUPLE);
  }

  /** Returns how it was made. */
  String how() {
    return String.format(
        Locale.ROOT,
        "one to %d bytes of %,d plain ones%s",
        BYTES_PER_TUPLE,
        size.plain(),
        size.packed() == 0
            ? ""
            : String.format(
                Locale.ROOT, " and of %d times %,d compressed ones", UNPACKED, size.packed()));
  }
}
