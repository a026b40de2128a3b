package ai.tidemark.core.token;

/**
 * Cuts a text into the pieces within which a byte-level BPE merges: the matches, one after the
 * other, of a pattern that covers every text. Stateless.
 *
 * <p>A text is well-formed UTF-8 in [0, to), followed by {@link #PADDING} zero bytes.
 */
abstract sealed class Splitter permits Cl100kSplitter, Gpt2Splitter, O200kSplitter {
  /** Bytes behind a text that may be read; zeros, so that no run of letters reaches them. */
  static final int PADDING = 24;

  /**
   * Writes where pieces end, the first of which starts at {@code from}.
   *
   * @param ends filled from 0 on, until it is full or the text ends
   * @return how many were written
   */
  final int split(byte[] text, int from, int to, int[] ends) {
    int at = from;
    int n = 0;
    while (at < to && n < ends.length) {
      at = next(text, at, to);
      ends[n++] = at;
    }
    return n;
  }

  /** Returns where the piece ends that starts at an index below {@code to}. */
  abstract int next(byte[] text, int at, int to);

  /** Returns the end of a run of letters; {@code at} may be its end already. */
  static int letters(byte[] text, int from) {
    int at = from;
    while (true) {
      long marks = Words.nonLetters(Words.load(text, at));
      at += Words.before(marks);
      if (marks == 0) {
        continue;
      }
      if (text[at] >= 0) {
        return at;
      }
      do {
        int c = CodePoints.decode(text, at);
        if ((CodePoints.flags(c >>> 3) & CodePoints.LETTER) == 0) {
          return at;
        }
        at += c & 7;
      } while (text[at] < 0);
    }
  }

  /** Returns the end of a run of numbers of at most {@code most} characters. */
  static int numbers(byte[] text, int from, int to, int most) {
    int at = from;
    for (int i = 0; i < most && at < to; i++) {
      int c = CodePoints.decode(text, at);
      if ((CodePoints.flags(c >>> 3) & CodePoints.NUMBER) == 0) {
        break;
      }
      at += c & 7;
    }
    return at;
  }

  /** Returns the end of a run of {@code [^\s\p{L}\p{N}]}. */
  static int signs(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int c = CodePoints.decode(text, at);
      if ((CodePoints.flags(c >>> 3) & CodePoints.LETTER_NUMBER_SPACE) != 0) {
        break;
      }
      at += c & 7;
    }
    return at;
  }

  /**
   * Returns the end of {@code \s*[\r\n]+|\s+(?!\S)|\s+}, at white space.
   *
   * @param lineEnds whether the first of these alternatives is there
   * @param wholeAtEnd whether {@code \s++$} comes first
   */
  static int space(byte[] text, int from, int to, boolean lineEnds, boolean wholeAtEnd) {
    int at = from;
    int last = from;
    int lineEnd = -1;
    while (at < to) {
      int c = CodePoints.decode(text, at);
      int flags = CodePoints.flags(c >>> 3);
      if ((flags & CodePoints.SPACE) == 0) {
        break;
      }
      last = at;
      at += c & 7;
      if ((flags & CodePoints.LINE_END) != 0) {
        lineEnd = at;
      }
    }
    if (at == to && wholeAtEnd) {
      return at;
    }
    if (lineEnds && lineEnd >= 0) {
      return lineEnd;
    }
    return at == to || last == from ? at : last;
  }

  /**
   * Returns the end of {@code 's|'t|'re|'ve|'m|'ll|'d}, or {@code at} if none is there.
   *
   * @param anyCase whether upper case counts too, and U+017F for an s
   */
  static int contraction(byte[] text, int at, boolean anyCase) {
    if (text[at] != '\'') {
      return at;
    }
    int fold = anyCase ? 0x20 : 0;
    int second = text[at + 2] | fold;
    return switch (text[at + 1] | fold) {
      case 's', 't', 'm', 'd' -> at + 2;
      case 'r', 'v' -> second == 'e' ? at + 3 : at;
      case 'l' -> second == 'l' ? at + 3 : at;
      default ->
          anyCase && text[at + 1] == (byte) 0xC5 && text[at + 2] == (byte) 0xBF ? at + 3 : at;
    };
  }
}
