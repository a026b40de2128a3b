package ai.tidemark.core.text;

import java.text.Normalizer;

/**
 * Normalization form C (UAX #15) of Unicode 16.0, by segments: a code point and all that follow it
 * without an NFC boundary before them.
 *
 * <p>Only segments that can change go to {@link Normalizer}, and only code points that Unicode 16.0
 * assigns: by the stability policy of normalization a later JVM then gives the same. Segments with
 * more than {@link #MOST_JOINED} joining code points stay as they are, because putting n marks into
 * order costs n^2 steps (the limit of UAX #15's Stream-Safe Text Format; no language comes near).
 */
final class Composition {
  static final int MOST_JOINED = 30;

  private Composition() {}

  /**
   * Appends the composed form.
   *
   * @param from not modified
   * @param to other than from
   * @return number of segments that changed
   */
  static long compose(CodePoints from, CodePoints to) {
    long changed = 0;
    int next;
    for (int start = 0; start < from.size(); start = next) {
      next = start + 1;
      int first = entry(from, start);
      boolean check = has(first, CharacterTable.CHANGES);
      while (next < from.size() && has(entry(from, next), CharacterTable.JOINS)) {
        check |= has(entry(from, next), CharacterTable.CHANGES | CharacterTable.CHECK);
        next++;
      }
      int joined = next - start - 1;
      check |= joined > 1 || (joined == 1 && has(first, CharacterTable.JOINS));
      if (check && joined <= MOST_JOINED) {
        changed += segment(from, start, next, to) ? 1 : 0;
      } else {
        copy(from, start, next, to);
      }
    }
    return changed;
  }

  private static boolean segment(CodePoints from, int start, int end, CodePoints to) {
    int begin = start;
    int open = CharacterTable.CHANGES | CharacterTable.STARTS | CharacterTable.JOINS;
    if (!has(entry(from, start), open)) {
      to.add(from.get(start));
      begin++;
    }
    String before = from.text(begin, end);
    String after = Normalizer.normalize(before, Normalizer.Form.NFC);
    to.addAll(after);
    return !after.equals(before);
  }

  private static void copy(CodePoints from, int start, int end, CodePoints to) {
    for (int i = start; i < end; i++) {
      to.add(from.get(i));
    }
  }

  private static int entry(CodePoints from, int index) {
    return CharacterTable.N1.entry(from.get(index));
  }

  private static boolean has(int entry, int flags) {
    return (entry & flags) != 0;
  }
}
