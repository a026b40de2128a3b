package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds added tokens in a text as Hugging Face's tokenizers does: from the left, at each place the
 * longest, none overlapping. The name of a special token is found too, so that nothing inside it
 * is, but stays text ({@code encode_special_tokens}). Immutable.
 */
final class AddedTokens {
  private final ByteTable names;
  private final int[] ids;
  private final boolean[] special;
  private final TokenIndex index;
  private final int[] lengths; // distinct, longest first
  private final long[] firstBytes; // each in all 8 bytes of a word
  private final boolean[] isFirst = new boolean[256];

  /** Receives the parts of a text in order. */
  interface Sink {
    /** Takes text[from, to), which is to be encoded; never empty. */
    void raw(byte[] text, int from, int to);

    /** Takes an added token. */
    void token(int id);
  }

  private AddedTokens(List<AddedToken> tokens) {
    ByteTable.Builder table = new ByteTable.Builder(tokens.size());
    ids = new int[tokens.size()];
    special = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      byte[] name = tokens.get(i).content().getBytes(StandardCharsets.UTF_8);
      table.add(name);
      ids[i] = tokens.get(i).id();
      special[i] = tokens.get(i).special();
      isFirst[name[0] & 0xff] = true;
    }
    names = table.build();
    index = new TokenIndex(names);
    for (int i = 0; i < ids.length; i++) {
      index.add(i);
    }
    int[] all = new int[ids.length];
    Arrays.setAll(all, i -> -names.length(i));
    lengths = Arrays.stream(all).sorted().distinct().map(n -> -n).toArray();
    long[] bytes = new long[256];
    int n = 0;
    for (int b = 0; b < 256; b++) {
      if (isFirst[b]) {
        bytes[n++] = Words.of(b);
      }
    }
    firstBytes = Arrays.copyOf(bytes, n);
  }

  /**
   * Returns the finder of some tokens, empty if none of them could ever be found.
   *
   * @param where names the file in messages
   * @param normalized which tokens: those looked for after the normaliser, or before
   * @throws BadInputException if a token that counts takes its surroundings into account
   */
  static AddedTokens of(String where, List<AddedToken> all, boolean normalized) {
    for (AddedToken token : all) {
      if (!token.special() && (token.stripsLeft() || token.stripsRight() || token.singleWord())) {
        throw new BadInputException(
            where + "#/added_tokens",
            "has a token (id "
                + token.id()
                + ") with lstrip, rstrip or single_word, which is not"
                + " supported here");
      }
    }
    List<AddedToken> tokens = all.stream().filter(t -> t.normalized() == normalized).toList();
    boolean any = tokens.stream().anyMatch(t -> !t.special());
    return new AddedTokens(any ? tokens : List.of());
  }

  boolean isEmpty() {
    return ids.length == 0;
  }

  /**
   * Returns whether text[from, to), behind which 8 bytes may be read, holds a token that counts.
   */
  boolean occurIn(byte[] text, int from, int to) {
    int at = next(text, from, to);
    while (at < to) {
      int found = longest(text, at, to);
      if (found >= 0 && !special[found]) {
        return true;
      }
      at = next(text, found < 0 ? at + 1 : at + names.length(found), to);
    }
    return false;
  }

  /** Pushes the parts of text[from, to), behind which 8 bytes may be read. */
  void split(byte[] text, int from, int to, Sink sink) {
    int raw = from;
    int at = next(text, from, to);
    while (at < to) {
      int found = longest(text, at, to);
      if (found < 0) {
        at = next(text, at + 1, to);
        continue;
      }
      int end = at + names.length(found);
      if (!special[found]) {
        if (raw < at) {
          sink.raw(text, raw, at);
        }
        sink.token(ids[found]);
        raw = end;
      }
      at = next(text, end, to);
    }
    if (raw < to) {
      sink.raw(text, raw, to);
    }
  }

  /** Returns the next place where a token could start, or {@code to}. */
  private int next(byte[] text, int from, int to) {
    if (firstBytes.length > 4) {
      int at = from;
      while (at < to && !isFirst[text[at] & 0xff]) {
        at++;
      }
      return at;
    }
    for (int at = from; at < to; at += 8) {
      long word = Words.load(text, at);
      long marks = 0;
      for (long first : firstBytes) {
        marks |= Words.zeros(word ^ first);
      }
      if (marks != 0) {
        return Math.min(to, at + Words.before(marks));
      }
    }
    return to;
  }

  private int longest(byte[] text, int at, int to) {
    for (int length : lengths) {
      if (at + length <= to) {
        int found = index.find(text, at, at + length);
        if (found >= 0) {
          return found;
        }
      }
    }
    return -1;
  }
}
