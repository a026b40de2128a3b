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
  private final TokenTrie trie;

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
    }
    names = table.build();
    int[] all = new int[ids.length];
    Arrays.setAll(all, i -> i);
    trie = new TokenTrie(names, all);
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

  /** Returns whether text[from, to) holds a token that counts. */
  boolean occurIn(byte[] text, int from, int to) {
    int at = trie.find(text, from, to);
    while (at < to) {
      int found = trie.longest(text, at, to);
      if (found >= 0 && !special[found]) {
        return true;
      }
      at = trie.find(text, found < 0 ? at + 1 : at + names.length(found), to);
    }
    return false;
  }

  /** Pushes the parts of text[from, to). */
  void split(byte[] text, int from, int to, Sink sink) {
    int raw = from;
    int at = trie.find(text, from, to);
    while (at < to) {
      int found = trie.longest(text, at, to);
      if (found < 0) {
        at = trie.find(text, at + 1, to);
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
      at = trie.find(text, end, to);
    }
    if (raw < to) {
      sink.raw(text, raw, to);
    }
  }
}
