package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens a tokenizer by what a configuration or a command line calls it. */
public final class Tokenizers {
  private static final String GGUF = "gguf:";
  private static final String TIKTOKEN = "tiktoken:";
  private static final String HF = "hf:";
  private static final String KNOWN =
      "cl100k_base, o200k_base, tiktoken:ENCODING:FILE, hf:FILE, or gguf:FILE";
  private static final int MOST_BYTES = TokenizerJson.MOST_BYTES;

  private Tokenizers() {}

  /**
   * Opens a tokenizer. Opening a large vocabulary takes a moment; keep the result, it is
   * thread-safe.
   *
   * @param spec {@code cl100k_base} or {@code o200k_base}; {@code tiktoken:cl100k_base:FILE} or
   *     {@code tiktoken:o200k_base:FILE} for the same from another rank file; {@code hf:FILE}, or a
   *     file name that ends in {@code .json}, for a tokenizer.json of Hugging Face; {@code
   *     gguf:FILE}, or a file name that ends in {@code .gguf}
   * @throws BadInputException if it is none of these, or the file cannot be used
   */
  public static Tokenizer open(String spec) {
    if (spec.equals(Cl100k.NAME)) {
      return Cl100k.get();
    }
    if (spec.equals(TiktokenEncoding.O200K_BASE.name())) {
      return TiktokenEncoding.O200K_BASE.open();
    }
    if (spec.startsWith(TIKTOKEN)) {
      return tiktoken(spec, spec.substring(TIKTOKEN.length()));
    }
    if (spec.startsWith(HF)) {
      return json(path(spec, spec.substring(HF.length())));
    }
    if (spec.endsWith(".json")) {
      return json(path(spec, spec));
    }
    if (spec.startsWith(GGUF)) {
      return SentencePieceBpe.read(path(spec, spec.substring(GGUF.length())));
    }
    if (spec.endsWith(".gguf")) {
      return SentencePieceBpe.read(path(spec, spec));
    }
    throw new BadInputException("tokenizer " + spec, "is not known; give " + KNOWN);
  }

  private static Tokenizer tiktoken(String spec, String nameAndFile) {
    for (TiktokenEncoding encoding : TiktokenEncoding.ALL) {
      if (nameAndFile.startsWith(encoding.name() + ":")) {
        Path file = path(spec, nameAndFile.substring(encoding.name().length() + 1));
        return encoding.read(file.toString(), bytes(file));
      }
    }
    throw new BadInputException(
        "tokenizer " + spec,
        "names no encoding; give tiktoken:cl100k_base:FILE or tiktoken:o200k_base:FILE");
  }

  private static Tokenizer json(Path file) {
    TokenizerJson json = TokenizerJson.read(file.toString(), bytes(file));
    if (ByteLevelJson.concerns(json)) {
      return ByteLevelJson.open(json);
    }
    if (SentencePieceJson.concerns(json)) {
      return SentencePieceJson.open(json);
    }
    throw new BadInputException(
        file + "#/pre_tokenizer",
        "is not known; byte-level BPE, and SentencePiece-style BPE with byte_fallback, are read"
            + " from this format");
  }

  private static byte[] bytes(Path file) {
    String where = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new BadInputException(where, "is larger than " + MOST_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read: " + e, e);
    }
  }

  private static Path path(String spec, String file) {
    try {
      if (!file.isEmpty()) {
        return Path.of(file);
      }
    } catch (InvalidPathException e) {
      throw new BadInputException("tokenizer " + spec, "is not a file name", e);
    }
    throw new BadInputException("tokenizer " + spec, "names no file");
  }
}
