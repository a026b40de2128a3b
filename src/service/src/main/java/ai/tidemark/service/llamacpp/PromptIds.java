package ai.tidemark.service.llamacpp;

import java.util.Arrays;

/** Token ids on their way to the engine, kept as the JSON they are sent as. Not thread-safe. */
public final class PromptIds {
  private byte[] json = new byte[1024];
  private int length;
  private int size;

  /** Holds the ids. */
  public PromptIds(int[] ids) {
    for (int id : ids) {
      add(id);
    }
  }

  /** Appends an id, at least 0. */
  public void add(int id) {
    if (json.length - length < 12) {
      json = Arrays.copyOf(json, json.length * 2);
    }
    if (length > 0) {
      json[length++] = ',';
    }
    int divisor = 1;
    while (id / divisor >= 10) {
      divisor *= 10;
    }
    for (; divisor > 0; divisor /= 10) {
      json[length++] = (byte) ('0' + id / divisor % 10);
    }
    size++;
  }

  /** Returns how many ids are held. */
  public int size() {
    return size;
  }

  /** Returns the live array, entries [0, {@link #length}): decimal ids between commas. */
  byte[] json() {
    return json;
  }

  /** Returns how many bytes of {@link #json} count. */
  int length() {
    return length;
  }
}
