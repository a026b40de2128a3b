package ai.tidemark.cli;

import ai.tidemark.core.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where the tokens of a text begin in it, in code points from 0. Tokens need not spell the text as
 * it was given: SentencePiece may put spaces in that the text does not have, and gives U+2581 back
 * as a space. Spaces put in are no characters of the text.
 */
final class TokenOffsets {
  private static final int SPACE_MARK = 0x2581;
  private static final int REPLACEMENT = 0xFFFD;

  private final int[] ids;
  private final Tokenizer tokenizer;
  private final int[] inText; // by code point of the decoded text: how many of the text precede it

  private TokenOffsets(int[] ids, Tokenizer tokenizer, int[] inText) {
    this.ids = ids;
    this.tokenizer = tokenizer;
    this.inText = inText;
  }

  /**
   * Returns the offsets in a text, or null where its tokens do not spell it.
   *
   * @param ids that the tokenizer made of the text
   */
  static @Nullable TokenOffsets of(String text, int[] ids, Tokenizer tokenizer) {
    String decoded = new String(tokenizer.decode(ids, 0, ids.length), StandardCharsets.UTF_8);
    int[] inText = align(points(decoded), points(text));
    return inText == null ? null : new TokenOffsets(ids, tokenizer, inText);
  }

  /** Returns how many code points of the text begin before a token. */
  int before(int position) {
    int count = 0;
    for (byte b : tokenizer.decode(ids, 0, position)) {
      count += (b & 0xC0) == 0x80 ? 0 : 1; // every byte but UTF-8's continuations
    }
    return inText[count];
  }

  private static int[] points(String text) {
    return text.codePoints()
        .map(c -> c == SPACE_MARK ? ' ' : c >= 0xD800 && c <= 0xDFFF ? REPLACEMENT : c)
        .toArray();
  }

  private static int @Nullable [] align(int[] decoded, int[] text) {
    int[] inText = new int[decoded.length + 1];
    int at = 0;
    for (int i = 0; i < decoded.length; i++) {
      inText[i] = at;
      if (at < text.length && decoded[i] == text[at]) {
        at++;
      } else if (decoded[i] != ' ') {
        return null;
      }
    }
    inText[decoded.length] = at;
    return at == text.length ? inText : null;
  }
}
