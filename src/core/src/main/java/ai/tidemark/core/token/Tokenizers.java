package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;

/** Opens a tokenizer by what a configuration or a command line calls it. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * Opens a tokenizer.
   *
   * @param spec {@code cl100k_base}
   * @throws BadInputException if it is none of these
   */
  public static Tokenizer open(String spec) {
    if (spec.equals(Cl100k.NAME)) {
      return Cl100k.get();
    }
    throw new BadInputException(
        "tokenizer " + spec, "is not known; give cl100k_base, or gguf:FILE, or a FILE.gguf");
  }
}
