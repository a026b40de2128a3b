package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;

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
   * Returns the pairs that merge, their rank the id of what they become.
   *
   * <p>Which two tokens merge to a given one is determined: as long as no merge crosses the ends of
   * its bytes, they merge as they would alone, so the last two symbols there are the only two that
   * ever become it. A token's parts nearly always have lower ranks, so one pass in the order of
   * ranks finds them; tokens left over are tried again, the shortest first, once the others are in.
   */
  static BytePairs pairs(String where, ByteTable tokens, int count) {
    BytePairs pairs = new BytePairs(byteIds(where, tokens, count), identity(count));
    BytePairMerges merges = new BytePairMerges(pairs);
    int[] parts = new int[MOST_TOKEN_BYTES];
    int[] left = new int[count];
    int n = 0;
    for (int id = 0; id < count; id++) {
      if (tokens.length(id) > 1 && !add(pairs, merges, tokens, id, parts)) {
        left[n++] = id;
      }
    }
    int[] again = Arrays.copyOf(left, n);
    Arrays.stream(again)
        .boxed()
        .sorted(Comparator.comparingInt(tokens::length))
        .forEach(id -> add(pairs, merges, tokens, id, parts));
    return pairs;
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

  private static int[] identity(int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> i);
    return ids;
  }
}
