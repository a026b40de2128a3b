package ai.tidemark.core.token;

/**
 * Text to token ids, exactly as the model's own tokenizer. Special tokens written out in text are
 * text. Implementations are thread-safe.
 */
public interface Tokenizer {

  /** Returns a name for people, for example {@code cl100k_base}. */
  String name();

  /**
   * Returns {@code sha256:} and 64 hex digits over a canonical form of the vocabulary and its
   * rules; the profile pins it.
   */
  String fingerprint();

  /** Returns one more than the largest id. */
  int vocabularySize();

  /** Appends the ids of a text. */
  void encode(String text, TokenBuffer out);

  /**
   * Returns the bytes an id stands for in running text, empty for control tokens. Ids may end
   * inside a UTF-8 character.
   *
   * @param id in 0..vocabularySize-1
   */
  byte[] bytes(int id);

  /** Returns whether the id is a control token (BOS, EOS, turn markers): never part of a text. */
  boolean isControl(int id);
}
