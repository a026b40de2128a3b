package ai.tidemark.core.token;

/**
 * The pattern of cl100k_base, Llama 3 and Qwen 2 and 3:
 *
 * <pre>
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*
 *     |\s*[\r\n]+|\s+(?!\S)|\s+
 * </pre>
 *
 * with n = 3, in Qwen 1; tiktoken's own form of it has {@code \s++$} before the white space.
 */
final class Cl100kSplitter extends Splitter {
  private static final byte[] ASCII = CodePoints.ASCII;

  /** ASCII characters with which a piece of one character at most and ASCII letters may start. */
  private static final boolean[] WORD_START = new boolean[256]; // by byte

  static {
    for (int c = 0; c < 128; c++) {
      int flags = ASCII[c];
      WORD_START[c] = (flags & (CodePoints.NUMBER | CodePoints.LINE_END)) == 0 && c != '\'';
    }
  }

  private final int digits;
  private final boolean wholeSpaceAtEnd;

  Cl100kSplitter(int digits, boolean wholeSpaceAtEnd) {
    this.digits = digits;
    this.wholeSpaceAtEnd = wholeSpaceAtEnd;
  }

  @Override
  int next(byte[] text, int at, int to) {
    if (WORD_START[text[at] & 0xff]) {
      long marks = Words.nonLetters(Words.load(text, at)) & ~0x80L;
      int length = Words.before(marks);
      if (marks == 0) {
        marks = Words.nonLetters(Words.load(text, at + 8));
        length = 8 + Words.before(marks);
        if (marks == 0) {
          return letters(text, at + 16);
        }
      }
      if (text[at + length] >= 0 && (length >= 2 || (ASCII[text[at]] & CodePoints.LETTER) != 0)) {
        return at + length;
      }
    }
    return other(text, at, to);
  }

  private int other(byte[] text, int at, int to) {
    int c = CodePoints.decode(text, at);
    int flags = CodePoints.flags(c >>> 3);
    int after = at + (c & 7);
    if ((flags & CodePoints.LETTER) != 0) {
      return letters(text, after);
    }
    if ((flags & CodePoints.NUMBER) != 0) {
      return numbers(text, after, to, digits - 1);
    }
    int end = contraction(text, at, true);
    if (end > at) {
      return end;
    }
    int then = 0;
    if (after < to) {
      then = CodePoints.flags(CodePoints.decode(text, after) >>> 3);
    }
    if ((then & CodePoints.LETTER) != 0 && (flags & CodePoints.LINE_END) == 0) {
      return letters(text, after);
    }
    boolean sign = (then & CodePoints.LETTER_NUMBER_SPACE) == 0;
    if ((flags & CodePoints.SPACE) == 0 || (c >>> 3 == ' ' && sign && after < to)) {
      return lineEnds(text, signs(text, after, to), to);
    }
    return space(text, at, to, true, wholeSpaceAtEnd);
  }

  private static int lineEnds(byte[] text, int from, int to) {
    int at = from;
    while (at < to && (text[at] == '\n' || text[at] == '\r')) {
      at++;
    }
    return at;
  }
}
