package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Cuts a text at its user-defined tokens as llama.cpp does ({@code tokenizer_st_partition}): the
 * longest token first, then by id, each at every place that is still free, from the left.
 * (llama.cpp leaves the order within one length to std::sort; it matters only where two such tokens
 * overlap.) Immutable once built.
 *
 * <p>Done here in one pass: occurrences that overlap form a cluster, and clusters do not concern
 * each other. Where one occurrence fills its cluster, as nearly always, it is the answer.
 */
final class UserDefinedTokens {
  private final ByteTable tokens;
  private final int[] order; // ids, longest first
  private final TokenTrie trie;

  /**
   * @param ids the user-defined tokens, ascending
   */
  UserDefinedTokens(ByteTable tokens, int[] ids) {
    this.tokens = tokens;
    order = byLength(tokens, ids);
    trie = new TokenTrie(tokens, order);
  }

  /** Pushes the parts of text[from, to). */
  void split(byte[] text, int from, int to, AddedTokens.Sink sink) {
    int raw = from;
    int i = trie.find(text, from, to);
    while (i < to) {
      int place = trie.longest(text, i, to);
      if (place < 0) {
        i = trie.find(text, i + 1, to);
        continue;
      }
      int own = i + tokens.length(order[place]);
      int end = own;
      for (int j = trie.find(text, i + 1, end); j < end; j = trie.find(text, j + 1, end)) {
        end = Math.max(end, longestEnd(text, j, to));
      }
      if (own == end) {
        raw = token(text, raw, i, order[place], sink);
      } else {
        raw = cluster(text, raw, i, end, sink);
      }
      i = trie.find(text, end, to);
    }
    if (raw < to) {
      sink.raw(text, raw, to);
    }
  }

  /** Pushes the raw text before a token, and the token; returns the token's end. */
  private int token(byte[] text, int raw, int at, int id, AddedTokens.Sink sink) {
    if (raw < at) {
      sink.raw(text, raw, at);
    }
    sink.token(id);
    return at + tokens.length(id);
  }

  /**
   * Overlapping occurrences: places are given away token by token.
   *
   * @param raw where the text not yet pushed begins, at most {@code from}
   * @return where it begins afterwards; what the last token leaves over belongs to the next part
   */
  private int cluster(byte[] text, int raw, int from, int to, AddedTokens.Sink sink) {
    int[] taken = new int[to - from]; // id + 1 where a token starts, -1 inside one, 0 free
    for (int place : occurring(text, from, to)) {
      int id = order[place];
      int length = tokens.length(id);
      int i = 0;
      while (i + length <= taken.length) {
        if (taken[i] > 0) {
          i += tokens.length(taken[i] - 1);
        } else if (taken[i + length - 1] == 0 && tokens.equalsAt(id, text, from + i)) {
          // Tokens placed before are no shorter: one between both ends would cover the last byte.
          Arrays.fill(taken, i, i + length, -1);
          taken[i] = id + 1;
          i += length;
        } else {
          i++;
        }
      }
    }
    int pushed = raw;
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] > 0) {
        pushed = token(text, pushed, from + i, taken[i] - 1, sink);
      }
    }
    return pushed;
  }

  /** Returns the places of all tokens that occur in text[from, to), ascending. */
  private int[] occurring(byte[] text, int from, int to) {
    boolean[] seen = new boolean[order.length];
    for (int start = from; start < to; start++) {
      trie.mark(text, start, to, seen);
    }
    int count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    int[] places = new int[count];
    int at = 0;
    for (int place = 0; place < seen.length; place++) {
      if (seen[place]) {
        places[at++] = place;
      }
    }
    return places;
  }

  private int longestEnd(byte[] text, int from, int to) {
    int place = trie.longest(text, from, to);
    return place < 0 ? from : from + tokens.length(order[place]);
  }

  private static int[] byLength(ByteTable tokens, int[] ids) {
    long[] keys = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      keys[i] = (long) -tokens.length(ids[i]) << 32 | ids[i];
    }
    Arrays.sort(keys);
    int[] sorted = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      sorted[i] = (int) keys[i];
    }
    return sorted;
  }
}
