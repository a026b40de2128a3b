package ai.tidemark.core.foreign;

import java.util.Arrays;

/**
 * Distinct tuples of a fixed number of 32-bit words, in insertion order; each is compared whole, no
 * fingerprint stands for one. Reused by {@link #clear}. Not thread-safe.
 */
public final class WordTuples {
  private static final int MOST_WORDS = Integer.MAX_VALUE - 64;

  private final int width;
  private int[] words;
  private int[] slots; // 1 + tuple index, 0 = free
  private int size;

  /**
   * An empty set.
   *
   * @param width words in a tuple, at least 1
   */
  public WordTuples(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, but is " + width);
    }
    this.width = width;
    this.words = new int[64 * width];
    this.slots = new int[256];
  }

  /**
   * Adds a tuple.
   *
   * @param from holds it at [at, at + width)
   * @return whether it was new
   */
  public boolean add(int[] from, int at) {
    int slot = find(from, at);
    if (slots[slot] != 0) {
      return false;
    }
    if ((size + 1L) * width > words.length) {
      grow();
      slot = find(from, at);
    }
    System.arraycopy(from, at, words, size * width, width);
    slots[slot] = ++size;
    return true;
  }

  /** Returns how many distinct tuples there are. */
  public int size() {
    return size;
  }

  /** Returns how many words a tuple has. */
  public int width() {
    return width;
  }

  /** Returns the words: the live array; tuple i is at [i width, (i + 1) width). Do not modify. */
  public int[] words() {
    return words;
  }

  /** Forgets every tuple and keeps the memory. */
  public void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  private int find(int[] from, int at) {
    int mask = slots.length - 1;
    int slot = (int) hash(from, at, width) & mask;
    while (slots[slot] != 0 && !same(from, at, (slots[slot] - 1) * width)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean same(int[] from, int at, int mine) {
    return Arrays.equals(from, at, at + width, words, mine, mine + width);
  }

  private void grow() {
    long doubled = Math.min(2L * words.length, MOST_WORDS / width * (long) width);
    if (doubled <= words.length) {
      throw new IllegalStateException("more than " + size + " distinct tuples in one set");
    }
    words = Arrays.copyOf(words, (int) doubled);
    int capacity = (int) (doubled / width);
    slots = new int[Integer.highestOneBit(Math.max(64, capacity - 1)) * 4];
    for (int i = 0; i < size; i++) {
      slots[find(words, i * width)] = i + 1;
    }
  }

  /**
   * A key-independent 64-bit hash of a tuple (multiply-xorshift per word; Stafford 2011, variant 13
   * constants). Decides places, partitions and samples only, never identity.
   */
  public static long hash(int[] words, int at, int width) {
    long x = width * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < width; i++) {
      x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L + words[at + i];
      x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    }
    return x ^ (x >>> 31);
  }
}
