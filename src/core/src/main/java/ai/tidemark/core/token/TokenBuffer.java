package ai.tidemark.core.token;

import java.util.Arrays;

/** A growable array of token ids, reused from text to text. Not thread-safe. */
public final class TokenBuffer {
  private int[] ids;
  private int size;

  /** An empty buffer. */
  public TokenBuffer() {
    this(256);
  }

  /**
   * An empty buffer.
   *
   * @param capacity ids to make room for
   */
  public TokenBuffer(int capacity) {
    ids = new int[Math.max(16, capacity)];
  }

  /** Appends an id. */
  public void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, ids.length + (ids.length >> 1));
    }
    ids[size++] = id;
  }

  /** Makes room for more ids behind the present ones and returns the array they may be put in. */
  int[] room(int more) {
    if (more > ids.length - size) {
      ids = Arrays.copyOf(ids, Math.max(Math.addExact(size, more), ids.length + (ids.length >> 1)));
    }
    return ids;
  }

  /** Sets how many ids are held, after they were put where {@link #room} was made. */
  void size(int size) {
    this.size = size;
  }

  /** Returns the id at an index below {@link #size}. */
  public int get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size);
    }
    return ids[index];
  }

  /** Returns how many ids are held. */
  public int size() {
    return size;
  }

  /** Returns the live array, entries [0, size). Valid until the next {@link #add}. */
  public int[] array() {
    return ids;
  }

  /** Forgets all ids but the first ones. */
  void cut(int size) {
    assert size <= this.size;
    this.size = size;
  }

  /** Forgets the ids and keeps the memory. */
  public void clear() {
    size = 0;
  }

  /** Returns a copy of the ids. */
  public int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
