package ai.tidemark.core.text;

import java.util.Arrays;

/** A growing list of code points. */
final class CodePoints {
  private int[] values = new int[256];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return values[index];
  }

  void add(int codePoint) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = codePoint;
  }

  void addAll(int[] codePoints) {
    for (int codePoint : codePoints) {
      add(codePoint);
    }
  }

  void addAll(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      add(text.codePointAt(i));
    }
  }

  int removeLast() {
    return values[--size];
  }

  void clear() {
    size = 0;
  }

  /** Returns the text from one index to another. */
  String text(int from, int to) {
    return new String(values, from, to - from);
  }

  void appendTo(StringBuilder out) {
    for (int i = 0; i < size; i++) {
      out.appendCodePoint(values[i]);
    }
  }
}
