package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * cl100k for texts with a very long run of letters, white space or signs. jtokkit boxes each byte
 * of such a piece: 16 MiB of one letter ran out of memory at 1.5 GB there, and need 500 MB here.
 * Same ids; slower on ordinary text.
 */
final class Cl100kLongRuns {
  /** Longer runs, in chars, are not given to jtokkit. */
  static final int LIMIT = 1 << 16;

  private static final int ANY = 0;

  /** tiktoken's own pattern ({@code openai_public.py}), its classes and cases those of Unicode. */
  private static final Pattern PIECES =
      Pattern.compile(
          "(?iu:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final TokenIndex index;
  private final int[] rank;

  Cl100kLongRuns(ByteTable tokens, int textIds) {
    index = new TokenIndex(tokens);
    rank = new int[textIds];
    for (int id = 0; id < textIds; id++) {
      index.add(id);
      rank[id] = textIds - id; // the lowest id is merged first
    }
  }

  /** Returns whether a text holds a run longer than {@link #LIMIT}. */
  static boolean concern(String text) {
    int n = text.length();
    if (n <= LIMIT) {
      return false;
    }
    int kind = ANY;
    int run = 0;
    for (int i = 0; i < n; i++) {
      int here = kind(text.charAt(i));
      run = here == kind || here == ANY || kind == ANY ? run + 1 : 1;
      kind = here == ANY ? kind : here;
      if (run > LIMIT) {
        return true;
      }
    }
    return false;
  }

  void encode(String text, TokenBuffer out) {
    Merges merges = new Merges(Merges.Unit.BYTE, index, rank);
    Matcher matcher = PIECES.matcher(text);
    int at = 0;
    while (matcher.find(at)) {
      if (matcher.start() != at) {
        break;
      }
      byte[] piece = text.substring(at, matcher.end()).getBytes(StandardCharsets.UTF_8);
      merges.run(piece, piece.length, (from, to) -> out.add(index.find(piece, from, to)));
      at = matcher.end();
    }
    if (at < text.length()) {
      throw new IllegalStateException("the cl100k pattern leaves a text uncovered at " + at);
    }
  }

  /** Letter, white space or sign as the pattern sees it; half a character may be either. */
  private static int kind(char c) {
    if (Character.isSurrogate(c)) {
      return ANY;
    }
    if (Character.isLetter(c)) {
      return 1;
    }
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085' ? 2 : 3;
  }
}
