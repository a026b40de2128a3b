package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A validated SentencePiece-BPE vocabulary.
 *
 * @param tokens text of each id as in the file; an empty one stands as {@code [EMPTY_id]}
 * @param scores merge scores, not NaN, shape [tokens.size()]
 * @param kinds {@link TokenKind#code} in force, shape [tokens.size()]
 * @param byteIds id of each byte value, shape [256]
 * @param addSpacePrefix whether text that starts, or follows a user-defined token, gets a space
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SentencePieceVocabulary(
    ByteTable tokens, float[] scores, byte[] kinds, int[] byteIds, boolean addSpacePrefix) {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final Set<String> KEYS =
      Set.of(
          PREFIX + "model",
          PREFIX + "tokens",
          PREFIX + "scores",
          PREFIX + "token_type",
          PREFIX + "add_space_prefix",
          "general.name");

  /** Returns whether a metadata key is needed. */
  static boolean needs(String key) {
    return KEYS.contains(key) || ControlNames.isKey(key);
  }

  /**
   * Takes the vocabulary out of a GGUF header.
   *
   * @throws BadInputException if it is of another kind or does not hold together
   */
  static SentencePieceVocabulary of(GgufMetadata file) {
    String model =
        file.text(PREFIX + "model")
            .orElseThrow(() -> file.bad("has no " + PREFIX + "model: it holds no tokenizer"));
    if (!model.equals("llama")) {
      throw file.bad(
          "its tokenizer is of kind "
              + (model.matches("[a-z0-9_-]{1,40}") ? model : "(unreadable)")
              + "; supported is llama (SentencePiece BPE: Gemma up to 3, Llama 1 and 2, Mistral)");
    }
    String name = file.text("general.name").orElse("").toLowerCase(Locale.ROOT);
    if (name.contains("phi-3") || name.contains("phi3")) {
      throw file.bad("Phi-3 strips white space after special tokens, which is not supported");
    }
    ByteTable tokens = named(file.strings(PREFIX + "tokens"));
    float[] scores = file.floats(PREFIX + "scores");
    int[] codes = file.ints(PREFIX + "token_type");
    requireLength(file, "scores", scores.length, tokens.size());
    requireLength(file, "token_type", codes.length, tokens.size());
    byte[] kinds = kinds(file, codes);
    TokenIndex index = index(file, tokens, scores);
    int[] byteIds = byteIds(file, tokens, kinds, index);
    ControlNames.apply(file, index, kinds);
    return new SentencePieceVocabulary(
        tokens, scores, kinds, byteIds, file.flag(PREFIX + "add_space_prefix", true));
  }

  TokenKind kind(int id) {
    return TokenKind.of(kinds[id]);
  }

  int size() {
    return tokens.size();
  }

  /** Returns whether merges may make a token: text, as opposed to markers and bytes. */
  boolean isMergeable(int id) {
    return switch (kind(id)) {
      case NORMAL, USER_DEFINED, UNUSED -> true;
      case CONTROL, UNKNOWN, BYTE -> false;
    };
  }

  private static void requireLength(GgufMetadata file, String key, int length, int tokens) {
    if (length != tokens) {
      throw file.bad(
          PREFIX + key + " must have one entry per token, " + tokens + ", not " + length);
    }
  }

  private static ByteTable named(ByteTable tokens) {
    ByteTable.Builder named = new ByteTable.Builder(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      named.add(tokens.length(id) > 0 ? tokens.get(id) : utf8("[EMPTY_" + id + "]"));
    }
    return named.build();
  }

  private static byte[] kinds(GgufMetadata file, int[] codes) {
    byte[] kinds = new byte[codes.length];
    for (int id = 0; id < codes.length; id++) {
      if (!TokenKind.isCode(codes[id])) {
        throw file.bad("type of token " + id + " must be in 1..6, but is " + codes[id]);
      }
      kinds[id] = (byte) codes[id];
    }
    return kinds;
  }

  private static TokenIndex index(GgufMetadata file, ByteTable tokens, float[] scores) {
    TokenIndex index = new TokenIndex(tokens);
    for (int id = 0; id < tokens.size(); id++) {
      int other = index.add(id);
      if (other >= 0) {
        throw file.bad("tokens " + other + " and " + id + " are the same text");
      }
      if (Float.isNaN(scores[id])) {
        throw file.bad("score of token " + id + " is not a number");
      }
    }
    return index;
  }

  /** {@code <0xNN>}, or where that is missing the byte as a token of its own. */
  private static int[] byteIds(
      GgufMetadata file, ByteTable tokens, byte[] kinds, TokenIndex index) {
    int[] ids = new int[256];
    int named = 0;
    for (int b = 0; b < 256; b++) {
      byte[] name = utf8(String.format(Locale.ROOT, "<0x%02X>", b));
      ids[b] = index.find(name, 0, name.length);
      if (ids[b] >= 0 && TokenKind.of(kinds[ids[b]]) == TokenKind.BYTE) {
        named++;
        continue;
      }
      byte[] itself = {(byte) b};
      ids[b] = index.find(itself, 0, 1);
      if (ids[b] < 0 || TokenKind.of(kinds[ids[b]]) != TokenKind.NORMAL) {
        throw file.bad(
            String.format(
                Locale.ROOT,
                "has no token for byte 0x%02X: it cannot spell every text (%d tokens)",
                b,
                tokens.size()));
      }
    }
    int byteKind = TokenKind.BYTE.code();
    for (byte kind : kinds) {
      named -= kind == byteKind ? 1 : 0;
    }
    if (named != 0) {
      throw file.bad("holds byte tokens that are not named <0x00> to <0xFF>");
    }
    return ids;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
