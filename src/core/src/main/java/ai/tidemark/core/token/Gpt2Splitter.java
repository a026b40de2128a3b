package ai.tidemark.core.token;

/**
 * The pattern of GPT-2, which Hugging Face's ByteLevel brings along:
 *
 * <pre>
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * </pre>
 */
final class Gpt2Splitter extends Splitter {

  @Override
  int next(byte[] text, int at, int to) {
    int start = text[at] == ' ' && at + 1 < to ? at + 1 : at;
    int c = CodePoints.decode(text, start);
    int flags = CodePoints.flags(c >>> 3);
    int after = start + (c & 7);
    if ((flags & CodePoints.LETTER) != 0) {
      return letters(text, after);
    }
    if ((flags & CodePoints.NUMBER) != 0) {
      return numbers(text, after, to, Integer.MAX_VALUE);
    }
    if ((flags & CodePoints.SPACE) != 0) {
      return space(text, at, to, false, false);
    }
    int end = contraction(text, at, false);
    return end > at ? end : signs(text, after, to);
  }
}
