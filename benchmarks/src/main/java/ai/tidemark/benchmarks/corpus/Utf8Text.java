package ai.tidemark.benchmarks.corpus;

import java.util.Arrays;

/** UTF-8 bytes that grow, reused from one document to the next. Not thread-safe. */
final class Utf8Text {
  private byte[] bytes = new byte[1 << 14];
  private int size;

  void clear() {
    size = 0;
  }

  void add(byte[] more) {
    add(more, 0, more.length);
  }

  void add(byte[] more, int from, int length) {
    reserve(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
  }

  void add(int one) {
    reserve(1);
    bytes[size++] = (byte) one;
  }

  /** Takes the last bytes away. */
  void cut(int newSize) {
    size = newSize;
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
