package ai.tidemark.core.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text to token ids, exactly as the model's own tokenizer. Special tokens written out in text are
 * text. An unpaired surrogate in a text is read as U+FFFD. Implementations are thread-safe.
 */
public interface Tokenizer {

  /** Returns a name for people, for example {@code cl100k_base}; never a file name. */
  String name();

  /**
   * Returns {@code sha256:} and 64 hex digits over a canonical form of the vocabulary and its rules
   * (docs/formats/tokenizer-fingerprint.md); the profile pins it. Computed once.
   */
  String fingerprint();

  /** Returns one more than the largest id. */
  int vocabularySize();

  /** Appends the ids of a text; never a control token. */
  void encode(String text, TokenBuffer out);

  /**
   * Appends the ids of a text that lies in memory as UTF-8: the same as of the text itself. The
   * scan's way, which makes no string where the tokenizer needs none.
   *
   * @param utf8 well-formed UTF-8 in entries [from, to); what is not well-formed counts as U+FFFD
   */
  default void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    encode(new String(utf8, from, to - from, StandardCharsets.UTF_8), out);
  }

  /**
   * Returns the bytes an id stands for in running text, empty for control tokens. Ids may end
   * inside a UTF-8 character.
   *
   * @param id in 0..vocabularySize-1
   * @return a copy
   * @throws IllegalArgumentException if the id is out of range
   */
  byte[] bytes(int id);

  /**
   * Returns whether the id is a control token (BOS, EOS, turn markers) or unassigned: never part of
   * a text.
   *
   * @param id in 0..vocabularySize-1
   * @throws IllegalArgumentException if the id is out of range
   */
  boolean isControl(int id);

  /** Returns the ids of a text. */
  default int[] encode(String text) {
    TokenBuffer out = new TokenBuffer();
    encode(text, out);
    return out.toArray();
  }

  /**
   * Returns {@link #bytes} of some ids, one after the other.
   *
   * @param ids shape [>= to]
   */
  default byte[] decode(int[] ids, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4 * (to - from) + 16);
    for (int i = from; i < to; i++) {
      out.writeBytes(bytes(ids[i]));
    }
    return out.toByteArray();
  }
}
