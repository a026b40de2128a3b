package ai.tidemark.core.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;

/**
 * OpenAI's {@code cl100k_base}, through jtokkit. Ids 0..100255 are text; 100257 ({@code
 * <|endoftext|>}), 100258..100260 ({@code <|fim_prefix|>}, {@code <|fim_middle|>}, {@code
 * <|fim_suffix|>}) and 100276 ({@code <|endofprompt|>}) are control tokens; 100256 and
 * 100261..100275 are not assigned.
 *
 * <p>Equal to OpenAI's tiktoken on all texts it was compared on (docs/decisions, 008).
 */
public final class Cl100k implements Tokenizer {
  /** Value of {@link #name}. */
  public static final String NAME = "cl100k_base";

  private static final int TEXT_IDS = 100_256;
  private static final int VOCABULARY = 100_277;
  private static final int FIRST_SPECIAL = 100_257;
  private static final String[] SPECIAL = {
    "<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"
  };
  private static final int END_OF_PROMPT = 100_276;

  private final Encoding encoding;
  private final ByteTable tokens; // text ids as bytes, control tokens as their names
  private final Cl100kLongRuns longRuns;
  private final String fingerprint;

  private Cl100k() {
    encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    tokens = tokens(encoding);
    longRuns = new Cl100kLongRuns(tokens, TEXT_IDS);
    fingerprint =
        new Fingerprint("tiktoken-bpe")
            .rule("splitter", NAME)
            .tokens(
                VOCABULARY,
                new Fingerprint.Entry() {
                  @Override
                  public TokenKind kind(int id) {
                    return Cl100k.kind(id);
                  }

                  @Override
                  public float score(int id) {
                    return 0; // ids are ranks
                  }
                },
                tokens);
  }

  /** Returns the one instance; its tables (about 3 MB) are built on first use. */
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
    return fingerprint;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public void encode(String text, TokenBuffer out) {
    String wellFormed = WellFormed.text(text);
    if (Cl100kLongRuns.concern(wellFormed)) {
      longRuns.encode(wellFormed, out);
      return;
    }
    IntArrayList ids = encoding.encodeOrdinary(wellFormed);
    for (int i = 0; i < ids.size(); i++) {
      out.add(ids.get(i));
    }
  }

  @Override
  public byte[] bytes(int id) {
    return isControl(id) ? new byte[0] : tokens.get(id);
  }

  @Override
  public boolean isControl(int id) {
    if (id < 0 || id >= VOCABULARY) {
      throw new IllegalArgumentException("id must be in 0..100276, but is " + id);
    }
    return id >= TEXT_IDS;
  }

  private static TokenKind kind(int id) {
    if (id < TEXT_IDS) {
      return TokenKind.NORMAL;
    }
    boolean special =
        (id >= FIRST_SPECIAL && id < FIRST_SPECIAL + SPECIAL.length) || id == END_OF_PROMPT;
    return special ? TokenKind.CONTROL : TokenKind.UNUSED;
  }

  private static ByteTable tokens(Encoding encoding) {
    ByteTable.Builder table = new ByteTable.Builder(VOCABULARY);
    IntArrayList one = new IntArrayList(1);
    for (int id = 0; id < TEXT_IDS; id++) {
      one.clear();
      one.add(id);
      table.add(encoding.decodeBytes(one));
    }
    for (int id = TEXT_IDS; id < VOCABULARY; id++) {
      table.add(specialName(id).getBytes(StandardCharsets.UTF_8));
    }
    return table.build();
  }

  private static String specialName(int id) {
    if (id == END_OF_PROMPT) {
      return "<|endofprompt|>";
    }
    int index = id - FIRST_SPECIAL;
    return index >= 0 && index < SPECIAL.length ? SPECIAL[index] : "";
  }
}
