package ai.tidemark.core.token;

import java.util.Arrays;

/** Many short byte strings in one array. */
final class ByteTable {
  private final byte[] data;
  private final int[] offsets; // entry i is data[offsets[i], offsets[i + 1])

  private ByteTable(byte[] data, int[] offsets) {
    this.data = data;
    this.offsets = offsets;
  }

  /** Collects entries. */
  static final class Builder {
    private byte[] data;
    private int[] offsets;
    private int size;

    Builder(int entries) {
      data = new byte[Math.max(64, 8 * entries)];
      offsets = new int[entries + 1];
    }

    /** Makes room for an entry and returns the array to write it to, from {@link #end} on. */
    byte[] room(int length) {
      int needed = Math.addExact(end(), length);
      if (needed > data.length) {
        data = Arrays.copyOf(data, Math.max(needed, data.length + (data.length >> 1)));
      }
      return data;
    }

    int end() {
      return offsets[size];
    }

    /** Takes the bytes written after {@link #room} as the next entry. */
    void added(int length) {
      if (size + 1 == offsets.length) {
        offsets = Arrays.copyOf(offsets, offsets.length + (offsets.length >> 1) + 1);
      }
      offsets[size + 1] = offsets[size] + length;
      size++;
    }

    void add(byte[] entry) {
      System.arraycopy(entry, 0, room(entry.length), end(), entry.length);
      added(entry.length);
    }

    ByteTable build() {
      return new ByteTable(Arrays.copyOf(data, end()), Arrays.copyOf(offsets, size + 1));
    }
  }

  int size() {
    return offsets.length - 1;
  }

  int length(int index) {
    return offsets[index + 1] - offsets[index];
  }

  byte[] get(int index) {
    return Arrays.copyOfRange(data, offsets[index], offsets[index + 1]);
  }

  /** Returns the array all entries lie in; entry i starts at {@link #start}. Not to be changed. */
  byte[] data() {
    return data;
  }

  int start(int index) {
    return offsets[index];
  }

  /** Returns where entry i ends in {@link #data}. */
  int end(int index) {
    return offsets[index + 1];
  }

  /** Returns whether an entry equals other[from, from + its length). */
  boolean equalsAt(int index, byte[] other, int from) {
    int length = length(index);
    return Arrays.equals(
        data,
        offsets[index],
        offsets[index + 1],
        other,
        from,
        Math.min(other.length, from + length));
  }
}
