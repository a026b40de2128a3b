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
  private final int[] rank; // by node: place in order, or -1
  private final long[] edges; // trie: (node << 8 | byte) + 1; 0 = free
  private final int[] targets;
  private final FirstBytes first;

  /** Receives the parts of a text in order. */
  interface Sink {
    /** Takes text[from, to), which holds no user-defined token; never empty. */
    void raw(byte[] text, int from, int to);

    /** Takes a user-defined token. */
    void token(int id);
  }

  /**
   * @param ids the user-defined tokens, ascending
   */
  UserDefinedTokens(ByteTable tokens, int[] ids) {
    this.tokens = tokens;
    order = byLength(tokens, ids);
    int bytes = 1;
    for (int id : ids) {
      bytes = Math.addExact(bytes, tokens.length(id));
    }
    edges = new long[Integer.highestOneBit(Math.max(16, bytes)) << 2];
    targets = new int[edges.length];
    rank = new int[bytes];
    Arrays.fill(rank, -1);
    first = new FirstBytes(tokens, ids);
    int nodes = 1;
    for (int place = 0; place < order.length; place++) {
      nodes = insert(order[place], place, nodes);
    }
  }

  /** Pushes the parts of text[from, to). */
  void split(byte[] text, int from, int to, Sink sink) {
    int raw = from;
    int i = first.find(text, from, to);
    while (i < to) {
      int place = longest(text, i, to);
      if (place < 0) {
        i = first.find(text, i + 1, to);
        continue;
      }
      int own = i + tokens.length(order[place]);
      int end = own;
      for (int j = first.find(text, i + 1, end); j < end; j = first.find(text, j + 1, end)) {
        end = Math.max(end, longestEnd(text, j, to));
      }
      if (own == end) {
        raw = token(text, raw, i, order[place], sink);
      } else {
        raw = cluster(text, raw, i, end, sink);
      }
      i = first.find(text, end, to);
    }
    if (raw < to) {
      sink.raw(text, raw, to);
    }
  }

  /** Pushes the raw text before a token, and the token; returns the token's end. */
  private int token(byte[] text, int raw, int at, int id, Sink sink) {
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
  private int cluster(byte[] text, int raw, int from, int to, Sink sink) {
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
    int count = 0;
    for (int start = from; start < to; start++) {
      int node = 0;
      for (int i = start; i < to; i++) {
        node = next(node, text[i]);
        if (node < 0) {
          break;
        }
        if (rank[node] >= 0 && !seen[rank[node]]) {
          seen[rank[node]] = true;
          count++;
        }
      }
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
    int place = longest(text, from, to);
    return place < 0 ? from : from + tokens.length(order[place]);
  }

  /** Returns the place of the longest token that starts at an index and ends in time, or -1. */
  private int longest(byte[] text, int from, int to) {
    int node = 0;
    int best = -1;
    for (int i = from; i < to; i++) {
      node = next(node, text[i]);
      if (node < 0) {
        break;
      }
      if (rank[node] >= 0) {
        best = rank[node];
      }
    }
    return best;
  }

  private int insert(int id, int place, int nodes) {
    byte[] token = tokens.get(id);
    int count = nodes;
    int node = 0;
    for (byte b : token) {
      int slot = slot(node, b);
      if (edges[slot] == 0) {
        edges[slot] = edge(node, b);
        targets[slot] = count++;
      }
      node = targets[slot];
    }
    rank[node] = place;
    return count;
  }

  private int next(int node, byte b) {
    int slot = slot(node, b);
    return edges[slot] == 0 ? -1 : targets[slot];
  }

  private int slot(int node, byte b) {
    long edge = edge(node, b);
    int mask = edges.length - 1;
    int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (edges[slot] != 0 && edges[slot] != edge) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long edge(int node, byte b) {
    return ((long) node << 8 | (b & 0xff)) + 1;
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
