package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Of a list of merges those that can ever happen: at most one a token, see {@link
 * TiktokenRanks#model}. Llama 3 lists 280,147 merges for 128,000 tokens; the smaller table stays in
 * nearer caches.
 */
final class ReachedPairs {
  private ReachedPairs() {}

  /**
   * Returns the table of merges.
   *
   * @param byteIds ids of the 256 single bytes
   * @param merges left id, right id and merged id of each, the first one merged first; of equal
   *     pairs the last counts
   * @param tokens by id: the bytes of a token, empty if it stands for none
   */
  static BytePairs of(int[] byteIds, int[] merges, byte[][] tokens) {
    int count = merges.length / 3;
    int[] merged = new int[count];
    Arrays.setAll(merged, rank -> merges[3 * rank + 2]);
    BytePairs all = new BytePairs(byteIds, merged, count);
    for (int rank = 0; rank < count; rank++) {
      all.put(merges[3 * rank], merges[3 * rank + 1], rank);
    }
    BytePairMerges finder = new BytePairMerges(all);
    boolean[] reached = new boolean[count];
    for (byte[] token : tokens) {
      int rank = token.length > 1 ? finder.last(token, 0, token.length) : BytePairs.NONE;
      if (rank != BytePairs.NONE) {
        reached[rank] = true;
      }
    }
    return table(byteIds, merges, reached);
  }

  /**
   * Numbers what is left by the ids they become, if these grow with the rank, as they nearly do.
   */
  private static BytePairs table(int[] byteIds, int[] merges, boolean[] reached) {
    int[] merged = new int[reached.length];
    int n = 0;
    boolean growing = true;
    for (int rank = 0; rank < reached.length; rank++) {
      if (reached[rank]) {
        merged[n] = merges[3 * rank + 2];
        growing &= n == 0 || merged[n] > merged[n - 1];
        n++;
      }
    }
    BytePairs pairs = new BytePairs(byteIds, growing ? new int[0] : Arrays.copyOf(merged, n), n);
    int next = 0;
    for (int rank = 0; rank < reached.length; rank++) {
      if (reached[rank]) {
        pairs.put(merges[3 * rank], merges[3 * rank + 1], growing ? merged[next] : next);
        next++;
      }
    }
    return pairs;
  }
}
