package ai.tidemark.core.text;

import java.util.Objects;

/**
 * Undoes edits that no reader sees: what a text says, in the code points a model would have used.
 * Deterministic, idempotent and blind to keys, so a p-value of normalised text is as valid as one
 * of raw text; scoring both is two hypotheses, both to be paid for.
 *
 * <p>N1 works line by line; lines end at U+000A and at what N1 folds to it. In this order it
 *
 * <ol>
 *   <li>removes default-ignorable code points, among them bidi controls, variation selectors and
 *       tags;
 *   <li>folds spaces of other widths to U+0020, line separators (U+0085, U+2028, U+2029) to U+000A,
 *       and full-width letters and digits, mathematical letters and Latin ligatures to the plain
 *       ones;
 *   <li>composes (NFC);
 *   <li>folds Greek, Cyrillic, Coptic, Armenian, Cherokee and Lisu letters that pose as Latin, see
 *       {@link LookAlikes};
 *   <li>folds full-width punctuation and U+3000, unless the line has at least as many East Asian
 *       characters as words with a Latin letter;
 *   <li>composes what the last two made composable.
 * </ol>
 *
 * <p><b>Pinned.</b> All properties are those of Unicode 16.0 from a committed table, see {@link
 * CharacterTable} and {@link Composition}; a JVM with newer tables gives the same text.
 *
 * <p><b>Chunks.</b> A text may be cut after any U+000A: the normalised pieces are the pieces of the
 * normalised text. Cut elsewhere, the word or combining sequence at the cut may come out
 * differently, and the two rules that look at the whole line see only the part in their chunk.
 *
 * <p><b>Cost.</b> Linear in the text, with a constant bound per code point, whatever the text; text
 * that has nothing to normalise is read once and returned as it is, without allocation.
 *
 * <p><b>Intended.</b> Joiners and U+FE0F inside emoji are removed: a family becomes its members.
 * Joiners that Persian and Indic spelling needs, and tags in flags, are removed as well: the raw
 * text is scored beside the normalised one. Greek symbols among Latin words ("ν" in a formula,
 * "IFNγ") cannot be told from an attack and are folded. Not folded: Latin look-alikes of Latin
 * letters (dotless i, IPA), punctuation such as curly quotes and dashes, digits of other scripts,
 * control characters. Lone surrogates stay; where removal brings two halves together they are one
 * code point from then on.
 */
public final class Normaliser {
  /** Version "N1". */
  public static final Normaliser N1 = new Normaliser();

  /** Version of Unicode that N1 is pinned to. */
  public static final String UNICODE_VERSION = "16.0";

  private static final CharacterTable TABLE = CharacterTable.N1;

  private Normaliser() {}

  /** Returns the name that reports and plans use: N1. */
  public String version() {
    return "N1";
  }

  /**
   * Normalises a text.
   *
   * @param text any characters, also lone surrogates
   * @return the text, the same instance where nothing changes and it is a String
   */
  public Normalised normalise(CharSequence text) {
    if (!interesting(text, 0, text.length())) {
      return new Normalised(text.toString(), Normalised.Counts.NONE);
    }
    Tally tally = new Tally();
    StringBuilder out = new StringBuilder(text.length());
    lines(text, new Line(tally), tally, out);
    Normalised.Counts counts = tally.counts();
    return new Normalised(counts.total() == 0 ? text.toString() : out.toString(), counts);
  }

  /**
   * Returns whether a text is certainly left alone, without making a String of it: where this says
   * so, {@link #normalise} changes nothing. Texts that it would have to look at closely, and bytes
   * that are not UTF-8, come to false.
   *
   * @param utf8 shape [>= to]
   */
  public boolean leavesAlone(byte[] utf8, int from, int to) {
    Objects.checkFromToIndex(from, to, utf8.length);
    return UnchangedBytes.in(utf8, from, to);
  }

  private static void lines(CharSequence text, Line line, Tally tally, StringBuilder out) {
    int start = 0;
    while (start < text.length()) {
      int end = lineEnd(text, start);
      if (!interesting(text, start, end)) {
        out.append(text, start, end);
      } else {
        line.normalise(text, start, end, out);
      }
      if (end < text.length()) {
        out.append('\n');
        tally.spaces += text.charAt(end) == '\n' ? 0 : 1;
      }
      start = end + 1;
    }
  }

  private static int lineEnd(CharSequence text, int start) {
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\n' || (c >= 0x80 && CharacterTable.type(TABLE.entry(c)) == 'n')) {
        break;
      }
      i++;
    }
    return i;
  }

  /**
   * Returns whether N1 might change one of the lines. It never does where there is nothing to
   * strip, to fold or to compose but letters that need a Latin one near them, or full-width
   * punctuation among East Asian characters, and no Latin letter: most Russian, Greek and Chinese.
   */
  static boolean interesting(CharSequence text, int from, int to) {
    int seen = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (CharacterTable.folds(seen)) {
          return true;
        }
        seen = 0;
        continue;
      }
      if (c < 0x80) {
        seen |= (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? CharacterTable.SEEN_LATIN : 0;
        continue;
      }
      int codePoint = c;
      if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        codePoint = Character.toCodePoint(c, text.charAt(i + 1));
        i++;
      }
      int entry = TABLE.entry(codePoint);
      if (CharacterTable.changes(entry)) {
        return true;
      }
      seen |= CharacterTable.seen(entry);
    }
    return CharacterTable.folds(seen);
  }
}
