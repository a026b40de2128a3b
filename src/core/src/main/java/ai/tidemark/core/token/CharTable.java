package ai.tidemark.core.token;

import java.util.Arrays;

/** Numbers of packed characters (see {@link Chars}), other than NUL: open addressing. */
final class CharTable {
  private final int absent;
  private int[] chars = new int[64]; // 0 = free
  private int[] numbers = new int[64];
  private int used;

  /**
   * @param absent number of every character not put in
   */
  CharTable(int absent) {
    this.absent = absent;
    Arrays.fill(numbers, absent);
  }

  int get(int c) {
    return numbers[slot(c)];
  }

  void put(int c, int number) {
    int slot = slot(c);
    if (chars[slot] == 0 && 2 * ++used > chars.length) {
      grow();
      slot = slot(c);
    }
    chars[slot] = c;
    numbers[slot] = number;
  }

  private void grow() {
    int[] oldChars = chars;
    int[] oldNumbers = numbers;
    chars = new int[2 * oldChars.length];
    numbers = new int[chars.length];
    Arrays.fill(numbers, absent);
    for (int i = 0; i < oldChars.length; i++) {
      if (oldChars[i] != 0) {
        int slot = slot(oldChars[i]);
        chars[slot] = oldChars[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }

  private int slot(int c) {
    int slot = ((c * 0x9E3779B1) >>> 7) & (chars.length - 1);
    while (chars[slot] != 0 && chars[slot] != c) {
      slot = (slot + 1) & (chars.length - 1);
    }
    return slot;
  }
}
