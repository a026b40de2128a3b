package ai.tidemark.demo.server;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.demo.model.NGramModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A model with its tokenizer, as the server sees them. Thread-safe.
 *
 * @param name what it calls itself
 * @param model its next-token law
 * @param tokenizer text to ids and back
 */
record ServedModel(String name, NGramModel model, Tokenizer tokenizer) {
  /** How the end-of-text token is written in prompts. */
  static final String END_OF_TEXT = "<|endoftext|>";

  /**
   * Appends the ids of a text.
   *
   * @param parseSpecial whether {@link #END_OF_TEXT} means the token; otherwise it is text
   */
  void encode(String text, boolean parseSpecial, TokenBuffer out) {
    int from = 0;
    if (parseSpecial) {
      for (int at = text.indexOf(END_OF_TEXT); at >= 0; at = text.indexOf(END_OF_TEXT, from)) {
        tokenizer.encode(text.substring(from, at), out);
        out.add(model.endOfTextId());
        from = at + END_OF_TEXT.length();
      }
    }
    tokenizer.encode(text.substring(from), out);
  }

  /** Returns the text of ids; bytes that are no UTF-8 become U+FFFD. */
  String decode(TokenBuffer ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < ids.size(); i++) {
      bytes.writeBytes(tokenizer.bytes(ids.get(i)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Returns an id as it is. */
  int checked(long id) {
    if (id < 0 || id >= tokenizer.vocabularySize()) {
      throw new BadRequestException("Prompt contains invalid tokens");
    }
    return (int) id;
  }
}
