package ai.tidemark.core.token;

/**
 * The pattern of o200k_base, gpt-oss, Llama 4 and, without contractions and with n = 1, of
 * Mistral's Tekken. With U = {@code [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]}, W = {@code
 * [\p{Ll}\p{Lm}\p{Lo}\p{M}]} and C = {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)?}:
 *
 * <pre>
 * [^\r\n\p{L}\p{N}]?U*W+C|[^\r\n\p{L}\p{N}]?U+W*C|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n/]*
 *     |\s*[\r\n]+|\s+(?!\S)|\s+
 * </pre>
 *
 * U and W share the letters without case and the marks. Where no W follows a run of U, the first
 * alternative gives back characters until it stands before one of these; there W+ takes exactly
 * that one, since what comes after it in the run has upper case.
 */
final class O200kSplitter extends Splitter {
  private static final byte[] ASCII = CodePoints.ASCII;

  /** ASCII characters with which a piece of one character at most and ASCII letters may start. */
  private static final boolean[] WORD_START = new boolean[256]; // by byte

  static {
    for (int c = 0; c < 128; c++) {
      WORD_START[c] = (ASCII[c] & (CodePoints.NUMBER | CodePoints.LINE_END)) == 0;
    }
  }

  private final int digits;
  private final boolean contractions;

  O200kSplitter(int digits, boolean contractions) {
    this.digits = digits;
    this.contractions = contractions;
  }

  @Override
  int next(byte[] text, int at, int to) {
    int first = text[at];
    if (WORD_START[first & 0xff]) {
      long word = Words.load(text, at);
      int start = (ASCII[first] & CodePoints.LETTER) ^ 1; // LETTER is 1
      int upper = Words.before(Words.nonUpper(word) & (-1L << (start << 3)));
      if (upper < 8) {
        int end = Words.before(Words.nonLower(word) & (-1L << (upper << 3)));
        if (end < 8 && end > start) {
          int stop = text[at + end];
          if (stop >= 0 && stop != '\'') {
            return at + end;
          }
        }
      }
    }
    return other(text, at, to);
  }

  private int other(byte[] text, int at, int to) {
    int c = CodePoints.decode(text, at);
    int flags = CodePoints.flags(c >>> 3);
    int after = at + (c & 7);
    if ((flags & CodePoints.NUMBER) != 0) {
      return numbers(text, after, to, digits - 1);
    }
    boolean letter = (flags & CodePoints.LETTER) != 0;
    if ((flags & CodePoints.LINE_END) == 0) {
      boolean mark = !letter && (flags & CodePoints.LOWER) != 0;
      int end = word(text, letter ? at : after, to, !mark);
      if (mark && end < 0) {
        end = word(text, at, to, false); // the mark is no prefix but W
      }
      if (end >= 0) {
        return contractions ? contraction(text, end, true) : end;
      }
    }
    boolean sign =
        after < to
            && (CodePoints.flags(CodePoints.decode(text, after) >>> 3)
                    & CodePoints.LETTER_NUMBER_SPACE)
                == 0;
    if ((flags & CodePoints.SPACE) == 0 || (c >>> 3 == ' ' && sign)) {
      return lineEnds(text, signs(text, after, to), to);
    }
    return space(text, at, to, true, false);
  }

  /**
   * Returns the end of {@code U*W+|U+W*}, or -1 if there is neither.
   *
   * @param second whether the second alternative counts. After a mark as prefix it does not: the
   *     first alternative matches without a prefix, and comes before it.
   */
  private static int word(byte[] text, int from, int to, boolean second) {
    int at = from;
    int both = -1; // end of the last character in U and W
    int flags = 0;
    while (at < to) {
      int c = CodePoints.decode(text, at);
      flags = CodePoints.flags(c >>> 3);
      if ((flags & CodePoints.UPPER) == 0) {
        break;
      }
      at += c & 7;
      if ((flags & CodePoints.LOWER) != 0) {
        both = at;
      }
    }
    if (at < to && (flags & CodePoints.LOWER) != 0) {
      return lower(text, at, to);
    }
    if (both >= 0) {
      return both;
    }
    return second && at > from ? at : -1;
  }

  private static int lower(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int c = CodePoints.decode(text, at);
      if ((CodePoints.flags(c >>> 3) & CodePoints.LOWER) == 0) {
        break;
      }
      at += c & 7;
    }
    return at;
  }

  private static int lineEnds(byte[] text, int from, int to) {
    int at = from;
    while (at < to && (text[at] == '\n' || text[at] == '\r' || text[at] == '/')) {
      at++;
    }
    return at;
  }
}
