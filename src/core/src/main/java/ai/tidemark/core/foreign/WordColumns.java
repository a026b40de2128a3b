package ai.tidemark.core.foreign;

import java.util.Objects;

/**
 * Tuples by columns: word w of every tuple in one array, so that a kernel reads many tuples at
 * once. Immutable; threads may share it.
 */
public final class WordColumns {
  private final int[][] columns; // shape [width][size]
  private final int size;

  private WordColumns(int[][] columns, int size) {
    this.columns = columns;
    this.size = size;
  }

  /**
   * Turns rows into columns.
   *
   * @param words tuple i at [i width, (i + 1) width), shape [>= size width]
   * @param width words in a tuple, at least 1
   */
  public static WordColumns of(int[] words, int width, int size) {
    Objects.checkFromToIndex(0L, (long) size * width, words.length);
    int[][] columns = new int[width][size];
    for (int word = 0; word < width; word++) {
      int[] column = columns[word];
      for (int i = 0, at = word; i < size; i++, at += width) {
        column[i] = words[at];
      }
    }
    return new WordColumns(columns, size);
  }

  /** Returns how many tuples there are. */
  public int size() {
    return size;
  }

  /** Returns how many words a tuple has. */
  public int width() {
    return columns.length;
  }

  /** Returns a word of every tuple, shape [size]: the live array, do not modify. */
  public int[] column(int word) {
    return columns[word];
  }

  /** Copies a tuple into [0, width). */
  public void row(int tuple, int[] into) {
    for (int word = 0; word < columns.length; word++) {
      into[word] = columns[word][tuple];
    }
  }
}
