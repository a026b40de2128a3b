package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * A rank file of tiktoken: lines {@code base64 SP rank}, the ranks counting up from 0. A token's
 * rank is its id.
 */
final class TiktokenRanks {
  private static final int MOST_TOKEN_BYTES = 1 << 12;

  private TiktokenRanks() {}

  /**
   * Reads a rank file.
   *
   * @param where names it in messages
   * @return the tokens by rank
   * @throws BadInputException with the line at fault
   */
  static ByteTable.Builder read(String where, byte[] file, int expected) {
    ByteTable.Builder tokens = new ByteTable.Builder(expected);
    Base64.Decoder decoder = Base64.getDecoder();
    int line = 0;
    int at = 0;
    while (at < file.length) {
      int end = at;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      int space = at;
      while (space < end && file[space] != ' ') {
        space++;
      }
      if (line >= expected) {
        throw bad(where, line, "has more than the " + expected + " ranks of this encoding");
      }
      if (number(file, space + 1, end) != line) {
        throw bad(where, line, "must be base64, a space, and the rank " + line);
      }
      tokens.add(decoded(where, line, decoder, Arrays.copyOfRange(file, at, space)));
      line++;
      at = end + 1;
    }
    if (line < expected) {
      throw bad(where, line, "ends, but this encoding has " + expected + " ranks");
    }
    return tokens;
  }

  private static byte[] decoded(String where, int line, Base64.Decoder decoder, byte[] base64) {
    try {
      byte[] token = decoder.decode(base64);
      if (token.length > 0 && token.length <= MOST_TOKEN_BYTES) {
        return token;
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where + ":" + (line + 1), "is not base64", e);
    }
    throw bad(where, line, "must be a token of 1 to " + MOST_TOKEN_BYTES + " bytes");
  }

  /**
   * Returns a decimal number of at most 7 digits, a carriage return after it passed over, or -1.
   */
  private static int number(byte[] file, int from, int end) {
    int to = end > from && file[end - 1] == '\r' ? end - 1 : end;
    if (to <= from || to - from > 7) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      if (file[i] < '0' || file[i] > '9') {
        return -1;
      }
      value = 10 * value + file[i] - '0';
    }
    return value;
  }

  private static BadInputException bad(String where, int line, String problem) {
    return new BadInputException(where + ":" + (line + 1), problem);
  }

  /**
   * Returns the model of some tokens.
   *
   * <p>Which two tokens merge to a given one is determined: as long as no merge crosses the ends of
   * its bytes, they merge as they would alone, so the last two symbols there are the only two that
   * ever become it. A token's parts nearly always have lower ranks, so one pass in the order of
   * ranks finds them; tokens left over are tried again, the shortest first, once the others are in.
   * A piece that merges reach becomes itself anyway, so only the others are looked for as a whole.
   *
   * @param count ids from 0 that are tokens
   */
  static BpeModel model(String where, ByteTable tokens, int count) {
    BytePairs pairs = new BytePairs(byteIds(where, tokens, count), new int[0], count);
    BytePairMerges merges = new BytePairMerges(pairs);
    int[] parts = new int[MOST_TOKEN_BYTES];
    List<Integer> left = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      if (tokens.length(id) > 1 && !add(pairs, merges, tokens, id, parts)) {
        left.add(id);
      }
    }
    left.sort(Comparator.comparingInt(tokens::length));
    left.removeIf(id -> add(pairs, merges, tokens, id, parts));
    TokenIndex whole = new TokenIndex(left.isEmpty() ? new ByteTable.Builder(0).build() : tokens);
    left.forEach(whole::add);
    BitSet itself = new BitSet();
    itself.set(0, count);
    return new BpeModel(tokens, pairs, whole, itself);
  }

  private static boolean add(
      BytePairs pairs, BytePairMerges merges, ByteTable tokens, int id, int[] parts) {
    int from = tokens.start(id);
    int n = merges.run(tokens.data(), from, from + tokens.length(id), parts, 0);
    if (n == 2) {
      pairs.put(parts[0], parts[1], id);
    }
    return n == 2;
  }

  private static int[] byteIds(String where, ByteTable tokens, int count) {
    int[] ids = new int[256];
    Arrays.fill(ids, -1);
    for (int id = 0; id < count; id++) {
      if (tokens.length(id) == 1) {
        ids[tokens.data()[tokens.start(id)] & 0xff] = id;
      }
    }
    for (int value = 0; value < 256; value++) {
      if (ids[value] < 0) {
        throw new BadInputException(where, "has no token for the byte " + value);
      }
    }
    return ids;
  }
}
