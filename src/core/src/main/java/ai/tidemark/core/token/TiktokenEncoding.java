package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import com.knuddels.jtokkit.api.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenAI's encodings ({@code openai_public.py} of tiktoken 0.14.0). Ids below the number of ranks
 * are text; the control tokens follow, with ids between them that are not assigned. The rank files
 * come from the jtokkit jar, or from elsewhere.
 *
 * @param special ids of the control tokens
 */
record TiktokenEncoding(String name, int ranks, Splitter splitter, Map<String, Integer> special) {
  static final TiktokenEncoding CL100K_BASE =
      new TiktokenEncoding(
          "cl100k_base",
          100_256,
          new Cl100kSplitter(3, true),
          Map.of(
              "<|endoftext|>", 100_257,
              "<|fim_prefix|>", 100_258,
              "<|fim_middle|>", 100_259,
              "<|fim_suffix|>", 100_260,
              "<|endofprompt|>", 100_276));

  static final TiktokenEncoding O200K_BASE =
      new TiktokenEncoding(
          "o200k_base",
          199_998,
          new O200kSplitter(3, true),
          Map.of("<|endoftext|>", 199_999, "<|endofprompt|>", 200_018));

  static final List<TiktokenEncoding> ALL = List.of(CL100K_BASE, O200K_BASE);

  /** Opens the encoding with the rank file of the jtokkit jar. */
  ByteLevelBpe open() {
    String file = name + ".tiktoken";
    try (InputStream in = Encoding.class.getResourceAsStream("/com/knuddels/jtokkit/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the jtokkit jar has no " + file);
      }
      return read(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens the encoding with a given rank file.
   *
   * @param where names the file in messages
   * @throws BadInputException if it is no rank file, or not of this encoding
   */
  ByteLevelBpe read(String where, byte[] file) {
    ByteTable.Builder table = TiktokenRanks.read(where, file, ranks);
    int size = special.values().stream().mapToInt(Integer::intValue).max().orElseThrow() + 1;
    byte[] kinds = new byte[size];
    byte[][] names = new byte[size - ranks][0];
    special.forEach((text, id) -> names[id - ranks] = text.getBytes(StandardCharsets.UTF_8));
    for (int id = 0; id < size; id++) {
      boolean text = id < ranks;
      boolean control = !text && names[id - ranks].length > 0;
      TokenKind kind = text ? TokenKind.NORMAL : control ? TokenKind.CONTROL : TokenKind.UNUSED;
      kinds[id] = (byte) kind.code();
      if (!text) {
        table.add(names[id - ranks]);
      }
    }
    ByteTable tokens = table.build();
    TokenIndex distinct = new TokenIndex(tokens);
    for (int id = 0; id < ranks; id++) {
      int other = distinct.add(id);
      if (other >= 0) {
        throw new BadInputException(
            where + ":" + (id + 1), "holds the same token as line " + (other + 1));
      }
    }
    BpeModel model = TiktokenRanks.model(where, tokens, ranks);
    return new ByteLevelBpe(
        name, fingerprint(kinds, tokens), model, kinds, splitter, Optional.empty());
  }

  private String fingerprint(byte[] kinds, ByteTable tokens) {
    return new Fingerprint("tiktoken-bpe")
        .rule("splitter", name)
        .tokens(
            kinds.length,
            new Fingerprint.Entry() {
              @Override
              public TokenKind kind(int id) {
                return TokenKind.of(kinds[id]);
              }

              @Override
              public float score(int id) {
                return 0; // ids are ranks
              }
            },
            tokens);
  }
}
