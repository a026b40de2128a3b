package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.core.foreign.WordTuples;
import java.util.Arrays;

/**
 * Distinct tuples with how often each occurs, and in how many texts: what a count with global
 * dedup, with dedup inside each text, and without any would weigh each tuple by. Not thread-safe.
 */
final class CountedTuples {
  private final int width;
  private int[] words;
  private int[] slots; // 1 + tuple index, 0 = free
  private int[] occurrences;
  private int[] texts;
  private int[] lastText;
  private int size;

  /**
   * An empty set.
   *
   * @param width words in a tuple
   * @param expected tuples to make room for
   */
  CountedTuples(int width, int expected) {
    this.width = width;
    allocate(Math.max(64, expected));
  }

  /**
   * Counts an occurrence of a tuple.
   *
   * @param from holds it at [at, at + width)
   * @param hash its {@link WordTuples#hash}
   * @param text index of the text it stands in; texts come one after the other
   */
  void add(int[] from, int at, long hash, int text) {
    int slot = find(from, at, hash);
    if (slots[slot] == 0) {
      if (size == occurrences.length) {
        grow();
        slot = find(from, at, hash);
      }
      System.arraycopy(from, at, words, size * width, width);
      lastText[size] = -1;
      slots[slot] = ++size;
    }
    int tuple = slots[slot] - 1;
    occurrences[tuple]++;
    if (lastText[tuple] != text) {
      lastText[tuple] = text;
      texts[tuple]++;
    }
  }

  /** Adds a tuple that is not yet here, with the counts it has in another set. */
  void copy(CountedTuples from, int tuple) {
    int at = tuple * width;
    int before = size;
    add(from.words, at, WordTuples.hash(from.words, at, width), -1);
    if (size == before) {
      throw new IllegalArgumentException("tuple " + tuple + " is here already");
    }
    occurrences[before] = from.occurrences[tuple];
    texts[before] = from.texts[tuple];
  }

  /** Returns how many distinct tuples there are. */
  int size() {
    return size;
  }

  /** Returns how many words a tuple has. */
  int width() {
    return width;
  }

  /** Returns the words; tuple i is at [i width, (i + 1) width). Do not modify. */
  int[] words() {
    return words;
  }

  /** Returns in how many texts each tuple occurs: the live array, shape [>= size]. */
  int[] texts() {
    return texts;
  }

  /** Returns how often each tuple occurs: the live array, shape [>= size]. */
  int[] occurrences() {
    return occurrences;
  }

  /** Returns how often a tuple occurs. */
  int occurrences(int tuple) {
    return occurrences[tuple];
  }

  /** Returns in how many texts a tuple occurs. */
  int texts(int tuple) {
    return texts[tuple];
  }

  /** Gives the memory back; the set is of no use afterwards. */
  void release() {
    size = 0;
    words = new int[0];
    slots = new int[0];
    occurrences = new int[0];
    texts = new int[0];
    lastText = new int[0];
  }

  private int find(int[] from, int at, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0 && !same(from, at, (slots[slot] - 1) * width)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean same(int[] from, int at, int mine) {
    return Arrays.equals(from, at, at + width, words, mine, mine + width);
  }

  private void allocate(int capacity) {
    words = new int[Math.multiplyExact(capacity, width)];
    occurrences = new int[capacity];
    texts = new int[capacity];
    lastText = new int[capacity];
    slots = new int[Integer.highestOneBit(Math.max(16, capacity - 1)) * 4];
  }

  private void grow() {
    int capacity = Math.multiplyExact(occurrences.length / 2, 3);
    words = Arrays.copyOf(words, Math.multiplyExact(capacity, width));
    occurrences = Arrays.copyOf(occurrences, capacity);
    texts = Arrays.copyOf(texts, capacity);
    lastText = Arrays.copyOf(lastText, capacity);
    slots = new int[Integer.highestOneBit(Math.max(16, capacity - 1)) * 4];
    for (int i = 0; i < size; i++) {
      int at = i * width;
      slots[find(words, at, WordTuples.hash(words, at, width))] = i + 1;
    }
  }
}
