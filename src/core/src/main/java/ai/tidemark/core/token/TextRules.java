package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * What a tokenizer.json does to a text before it is cut into pieces: added tokens are taken out,
 * the rest is normalised, more added tokens are taken out, and each part gets a space in front.
 *
 * @param early added tokens looked for in the text as it stands
 * @param nfc whether the parts between are brought to normalisation form C
 * @param late added tokens looked for after that
 * @param prefixSpace whether a part that starts with no space gets one
 */
record TextRules(AddedTokens early, boolean nfc, AddedTokens late, boolean prefixSpace) {

  /** Returns whether nothing happens to text[0, length), behind which zeros lie. */
  boolean leave(byte[] text, int length) {
    return (early.isEmpty() || !early.occurIn(text, 0, length))
        && (late.isEmpty() || !late.occurIn(text, 0, length))
        && (!nfc || Nfc.isInert(text, 0, length))
        && (!prefixSpace || (length > 0 && text[0] == ' '));
  }

  /** Pushes the parts of text[0, length), to be encoded one by one. */
  void apply(byte[] text, int length, AddedTokens.Sink sink) {
    early.split(
        text,
        0,
        length,
        new AddedTokens.Sink() {
          @Override
          public void raw(byte[] part, int from, int to) {
            normalized(part, from, to, sink);
          }

          @Override
          public void token(int id) {
            sink.token(id);
          }
        });
  }

  private void normalized(byte[] text, int from, int to, AddedTokens.Sink sink) {
    byte[] part =
        nfc && !Nfc.isInert(text, from, to)
            ? Nfc.normalize(text, from, to)
            : Arrays.copyOfRange(text, from, to);
    int length = part.length;
    late.split(
        Arrays.copyOf(part, length + Splitter.PADDING),
        0,
        length,
        new AddedTokens.Sink() {
          @Override
          public void raw(byte[] rest, int start, int end) {
            prefixed(rest, start, end, sink);
          }

          @Override
          public void token(int id) {
            sink.token(id);
          }
        });
  }

  private void prefixed(byte[] text, int from, int to, AddedTokens.Sink sink) {
    if (!prefixSpace || text[from] == ' ') {
      sink.raw(text, from, to);
      return;
    }
    byte[] longer = new byte[to - from + 1];
    longer[0] = ' ';
    System.arraycopy(text, from, longer, 1, to - from);
    sink.raw(longer, 0, longer.length);
  }
}
