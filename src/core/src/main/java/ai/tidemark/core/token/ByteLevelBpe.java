package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Byte-level BPE as OpenAI's tiktoken and Hugging Face's tokenizers do it: a {@link Splitter} cuts
 * the text into pieces, and within a piece neighbours merge, the pair with the lowest rank first.
 * Works on UTF-8 throughout. Thread-safe.
 *
 * <p>Beside its vocabulary (some 10 MB for 100,000 tokens) it keeps 33 MB of caches for each thread
 * that encodes at the same time, for at most as many as there are processors.
 */
public final class ByteLevelBpe implements Tokenizer {
  private static final int SMALL_BITS = 17; // 8 MB
  private static final int MEDIUM_BITS = 18; // 16 MB
  private static final int LONG_BITS = 17; // 9 MB

  private final String name;
  private final String fingerprint;
  private final BpeModel model;
  private final byte[] kinds;
  private final Splitter splitter;
  private final Optional<TextRules> rules;
  private final EncoderPool encoders;

  /**
   * @param kinds by id, codes of {@link TokenKind}; ids beyond the model's tokens are control
   *     tokens or unassigned
   */
  ByteLevelBpe(
      String name,
      String fingerprint,
      BpeModel model,
      byte[] kinds,
      Splitter splitter,
      Optional<TextRules> rules) {
    this.name = name;
    this.fingerprint = fingerprint;
    this.model = model;
    this.kinds = kinds;
    this.splitter = splitter;
    this.rules = rules;
    encoders = new EncoderPool(Runtime.getRuntime().availableProcessors(), this::full, this::small);
  }

  private BpeEncoder full() {
    PieceCache cache = new PieceCache(model, SMALL_BITS, MEDIUM_BITS, LONG_BITS);
    cache.preload();
    return new BpeEncoder(model, splitter, rules, cache);
  }

  private BpeEncoder small() {
    return new BpeEncoder(model, splitter, rules, new PieceCache(model, 6, 6, 6));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public int vocabularySize() {
    return kinds.length;
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    byte[] utf8 = WellFormed.text(text).getBytes(StandardCharsets.UTF_8);
    encode(utf8, 0, utf8.length, out);
  }

  @Override
  public void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    encoders.encode(utf8, from, to, out);
  }

  @Override
  public byte[] bytes(int id) {
    return isControl(id) ? new byte[0] : model.tokens().get(id);
  }

  @Override
  public boolean isControl(int id) {
    if (id < 0 || id >= kinds.length) {
      throw new IllegalArgumentException(
          "id must be in 0.." + (kinds.length - 1) + ", but is " + id);
    }
    return switch (TokenKind.of(kinds[id])) {
      case NORMAL, USER_DEFINED, BYTE -> false;
      case CONTROL, UNKNOWN, UNUSED -> true;
    };
  }
}
