package ai.tidemark.core.token;

/** What a vocabulary entry is; {@link #code} is the number GGUF and SentencePiece give it. */
enum TokenKind {
  /** Text. */
  NORMAL(1),
  /** Stands for text that nothing else covers; never produced here. */
  UNKNOWN(2),
  /** BOS, EOS, turn markers. */
  CONTROL(3),
  /** Matched in the text before anything else. */
  USER_DEFINED(4),
  /** An id without a meaning. */
  UNUSED(5),
  /** One byte of a character the vocabulary does not hold. */
  BYTE(6);

  private static final TokenKind[] KINDS = values();

  private final int code;

  TokenKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns whether a file may hold this code. */
  static boolean isCode(int code) {
    return code >= 1 && code <= KINDS.length;
  }

  static TokenKind of(int code) {
    return KINDS[code - 1];
  }
}
