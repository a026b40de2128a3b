package ai.tidemark.core.token;

import java.util.Arrays;

/** Finds the longest of some byte strings at a place of a text. Immutable once built. */
final class TokenTrie {
  private final FirstBytes first;
  private final int[] places; // by node: which string ends there, or -1
  private final long[] edges; // (node << 8 | byte) + 1; 0 = free
  private final int[] targets;

  /**
   * @param ids entries of the table, none of them empty; a string's place in it stands for it
   */
  TokenTrie(ByteTable strings, int[] ids) {
    first = new FirstBytes(strings, ids);
    int bytes = 1;
    for (int id : ids) {
      bytes = Math.addExact(bytes, strings.length(id));
    }
    edges = new long[Integer.highestOneBit(Math.max(16, bytes)) << 2];
    targets = new int[edges.length];
    places = new int[bytes];
    Arrays.fill(places, -1);
    int nodes = 1;
    for (int place = 0; place < ids.length; place++) {
      nodes = insert(strings.get(ids[place]), place, nodes);
    }
  }

  /** Returns the first index in text[from, to) where a string might start, or {@code to}. */
  int find(byte[] text, int from, int to) {
    return first.find(text, from, to);
  }

  /** Returns the place of the longest string that starts at an index and ends in time, or -1. */
  int longest(byte[] text, int from, int to) {
    int node = 0;
    int best = -1;
    for (int i = from; i < to; i++) {
      node = next(node, text[i]);
      if (node < 0) {
        break;
      }
      if (places[node] >= 0) {
        best = places[node];
      }
    }
    return best;
  }

  /** Marks the places of all strings that start at an index and end in time. */
  void mark(byte[] text, int from, int to, boolean[] marks) {
    int node = 0;
    for (int i = from; i < to; i++) {
      node = next(node, text[i]);
      if (node < 0) {
        break;
      }
      if (places[node] >= 0) {
        marks[places[node]] = true;
      }
    }
  }

  private int insert(byte[] string, int place, int nodes) {
    int count = nodes;
    int node = 0;
    for (byte b : string) {
      int slot = slot(node, b);
      if (edges[slot] == 0) {
        edges[slot] = edge(node, b);
        targets[slot] = count++;
      }
      node = targets[slot];
    }
    places[node] = place;
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
}
