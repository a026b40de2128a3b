package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;

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
record SentencePieceRules(
    MergeTable merges, UserDefinedTokens parts, int[] byteIds, Prefix prefix) {

  private static final int MAX_TOKEN_BYTES = 1_024;

  /** Whether a part of a text gets a space in front. */
  enum Prefix {
    NONE,
    /** The start of a text, and what follows a user-defined token. */
    EVERY_PART
  }

  /** The rules of a vocabulary with scores, as llama.cpp applies them. */
  static SentencePieceRules of(SentencePieceVocabulary vocabulary, int[] user) {
    return new SentencePieceRules(
        merges(vocabulary),
        new UserDefinedTokens(vocabulary.tokens(), user),
        vocabulary.byteIds(),
        vocabulary.addSpacePrefix() ? Prefix.EVERY_PART : Prefix.NONE);
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
  private static int characters(ByteTable tokens, int id) {
    byte[] data = tokens.data();
    int to = tokens.end(id);
    if (tokens.length(id) > MAX_TOKEN_BYTES) {
      throw new BadInputException(
          "token " + id, "has more than " + MAX_TOKEN_BYTES + " bytes: is this a tokenizer?");
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
