package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.WordColumns;
import java.util.Arrays;

/** Distinct tuples by columns, with how often each occurs and in how many texts. */
final class WeighedColumns {
  private final WordColumns words;
  private final int[] texts;
  private final int[] occurrences;

  private WeighedColumns(WordColumns words, int[] texts, int[] occurrences) {
    this.words = words;
    this.texts = texts;
    this.occurrences = occurrences;
  }

  /** Returns tuples as columns, in their order. */
  static WeighedColumns of(CountedTuples tuples) {
    int size = tuples.size();
    return new WeighedColumns(
        WordColumns.of(tuples.words(), tuples.width(), size),
        Arrays.copyOf(tuples.texts(), size),
        Arrays.copyOf(tuples.occurrences(), size));
  }

  /** Returns the words of the tuples. */
  WordColumns words() {
    return words;
  }

  /** Returns in how many texts each occurs, shape [size]: the live array, do not modify. */
  int[] texts() {
    return texts;
  }

  /** Returns how often each occurs, shape [size]: the live array, do not modify. */
  int[] occurrences() {
    return occurrences;
  }

  /** Returns how many. */
  int size() {
    return texts.length;
  }

  /** Returns them ordered by their last word, so that those that share it lie together. */
  WeighedColumns byLastWord() {
    int width = words.width();
    int[] last = words.column(width - 1);
    long[] order = new long[size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) last[i] << 32 | i;
    }
    Arrays.sort(order);
    int[] rows = new int[Math.multiplyExact(size(), width)];
    int[] sortedTexts = new int[size()];
    int[] sortedOccurrences = new int[size()];
    int[] row = new int[width];
    for (int i = 0; i < order.length; i++) {
      int from = (int) order[i];
      words.row(from, row);
      System.arraycopy(row, 0, rows, i * width, width);
      sortedTexts[i] = texts[from];
      sortedOccurrences[i] = occurrences[from];
    }
    return new WeighedColumns(WordColumns.of(rows, width, size()), sortedTexts, sortedOccurrences);
  }
}
