package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens a tokenizer by what a configuration or a command line calls it. */
public final class Tokenizers {
  private static final String GGUF = "gguf:";

  private Tokenizers() {}

  /**
   * Opens a tokenizer. Opening a large vocabulary takes a moment; keep the result, it is
   * thread-safe.
   *
   * @param spec {@code cl100k_base}, or {@code gguf:FILE}, or a file name that ends in {@code
   *     .gguf}
   * @throws BadInputException if it is none of these, or the file cannot be used
   */
  public static Tokenizer open(String spec) {
    if (spec.equals(Cl100k.NAME)) {
      return Cl100k.get();
    }
    if (spec.startsWith(GGUF)) {
      return SentencePieceBpe.read(path(spec, spec.substring(GGUF.length())));
    }
    if (spec.endsWith(".gguf")) {
      return SentencePieceBpe.read(path(spec, spec));
    }
    throw new BadInputException(
        "tokenizer " + spec, "is not known; give cl100k_base, or gguf:FILE, or a FILE.gguf");
  }

  private static Path path(String spec, String file) {
    try {
      if (!file.isEmpty()) {
        return Path.of(file);
      }
    } catch (InvalidPathException e) {
      throw new BadInputException("tokenizer " + spec, "is not a file name", e);
    }
    throw new BadInputException("tokenizer " + spec, "names no file; give gguf:FILE");
  }
}
