package ai.tidemark.core.token;

/**
 * OpenAI's {@code cl100k_base}. Ids 0..100255 are text; 100257 ({@code <|endoftext|>}),
 * 100258..100260 ({@code <|fim_prefix|>}, {@code <|fim_middle|>}, {@code <|fim_suffix|>}) and
 * 100276 ({@code <|endofprompt|>}) are control tokens; 100256 and 100261..100275 are not assigned.
 *
 * <p>Equal to OpenAI's tiktoken on all texts it was compared on (docs/decisions, 008 and 015).
 */
public final class Cl100k implements Tokenizer {
  /** Value of {@link #name}. */
  public static final String NAME = "cl100k_base";

  private final ByteLevelBpe encoding = TiktokenEncoding.CL100K_BASE.open();

  private Cl100k() {}

  /** Returns the one instance; its tables are built on first use. */
  public static Cl100k get() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    static final Cl100k INSTANCE = new Cl100k();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String fingerprint() {
    return encoding.fingerprint();
  }

  @Override
  public int vocabularySize() {
    return encoding.vocabularySize();
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    encoding.encode(text, out);
  }

  @Override
  public void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    encoding.encode(utf8, from, to, out);
  }

  @Override
  public byte[] bytes(int id) {
    return encoding.bytes(id);
  }

  @Override
  public boolean isControl(int id) {
    return encoding.isControl(id);
  }
}
