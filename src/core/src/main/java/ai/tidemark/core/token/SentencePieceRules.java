package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the encoding of a text follows: all that a vocabulary's two sources, GGUF and
 * tokenizer.json, have in common.
 *
 * @param merges the merges
 * @param parts where a text is cut first
 * @param byteIds id of each byte value, for characters that are no token, shape [256]
 * @param prefix what is put in front of a part
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SentencePieceRules(MergeTable merges, Parts parts, int[] byteIds, Prefix prefix) {

  private static final int MAX_TOKEN_BYTES = 1_024;

  /** Cuts a text at tokens that are matched before anything else. */
  @FunctionalInterface
  interface Parts {
    /** Pushes the parts of text[from, to) in order. */
    void split(byte[] text, int from, int to, AddedTokens.Sink sink);
  }

  /** Which parts of a text get a space in front; {@link #label} stands in fingerprints. */
  enum Prefix {
    NONE("none"),
    EVERY("every-part"),
    /** Every part that does not start with a space. */
    EVERY_WITHOUT("every-part-without"),
    /** The start of the text, if it does not start with a space. */
    FIRST_WITHOUT("first-part-without");

    private final String label;

    Prefix(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** The rules of a vocabulary with scores, as llama.cpp applies them. */
  static SentencePieceRules of(SentencePieceVocabulary vocabulary) {
    int[] user =
        IntStream.range(0, vocabulary.size())
            .filter(id -> vocabulary.kind(id) == TokenKind.USER_DEFINED)
            .toArray();
    return new SentencePieceRules(
        merges(vocabulary),
        new UserDefinedTokens(vocabulary.tokens(), user)::split,
        vocabulary.byteIds(),
        vocabulary.addSpacePrefix() ? Prefix.EVERY : Prefix.NONE);
  }

  /** Any two neighbours merge that make a token, the token with the highest score first. */
  private static MergeTable merges(SentencePieceVocabulary vocabulary) {
    ByteTable tokens = vocabulary.tokens();
    TokenIndex mergeable = new TokenIndex(tokens);
    MergeTable.Builder merges = new MergeTable.Builder(vocabulary.size(), vocabulary.size());
    int[] byScore = byScore(vocabulary.scores());
    for (int id : byScore) {
      int characters = vocabulary.isMergeable(id) ? characters(tokens, id) : 0;
      if (characters > 0) {
        mergeable.add(id);
      }
      if (characters == 1) {
        merges.character(Chars.decode(tokens.data(), tokens.start(id), tokens.end(id)), id);
      }
    }
    int order = 0;
    float score = Float.POSITIVE_INFINITY;
    for (int id : byScore) {
      if (vocabulary.scores()[id] < score) {
        score = vocabulary.scores()[id];
        order++;
      }
      if (vocabulary.isMergeable(id) && characters(tokens, id) > 1) {
        merges.spell(tokens.get(id));
        split(tokens, id, merges.rule(order, id), mergeable, merges);
      }
    }
    return merges.build();
  }

  /** Returns the ids, the highest score first, then by id. */
  private static int[] byScore(float[] scores) {
    long[] keys = new long[scores.length];
    for (int id = 0; id < scores.length; id++) {
      int bits = Float.floatToIntBits(scores[id] + 0f); // -0.0 becomes 0.0
      int ascending = bits ^ ((bits >> 31) & 0x7fffffff); // as numbers, the order of the floats
      keys[id] = ((long) ~ascending << 32) | id;
    }
    Arrays.sort(keys);
    int[] ids = new int[scores.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) keys[i];
    }
    return ids;
  }

  private static void split(
      ByteTable tokens, int id, int rule, TokenIndex mergeable, MergeTable.Builder merges) {
    byte[] data = tokens.data();
    int from = tokens.start(id);
    int to = tokens.end(id);
    int first = Chars.end(data, from, to);
    for (int at = first; at < to; at = Chars.end(data, at, to)) {
      int left =
          at == first
              ? merges.symbol(Chars.decode(data, from, to))
              : mergeable.find(data, from, at);
      if (left >= 0) {
        int right =
            Chars.end(data, at, to) == to
                ? merges.symbol(Chars.decode(data, at, to))
                : mergeable.find(data, at, to);
        if (right >= 0) {
          merges.join(left, right, rule);
        }
      }
    }
  }

  /** Returns how many characters a token has; 0 if no text can become it by merges. */
  static int characters(ByteTable tokens, int id) {
    byte[] data = tokens.data();
    int to = tokens.end(id);
    if (tokens.length(id) > MAX_TOKEN_BYTES) {
      throw new BadInputException(
          "token " + id,
          "has " + tokens.length(id) + " bytes; at most " + MAX_TOKEN_BYTES + " are read");
    }
    int count = 0;
    for (int i = tokens.start(id); i < to; i = Chars.end(data, i, to)) {
      if (data[i] == ' ' || Chars.decode(data, i, to) == Chars.MALFORMED) {
        return 0; // in a text on its way, spaces are U+2581
      }
      count++;
    }
    return count;
  }
}
