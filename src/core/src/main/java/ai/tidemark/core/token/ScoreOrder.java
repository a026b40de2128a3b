package ai.tidemark.core.token;

import java.util.Arrays;

/** Scores as priorities. */
final class ScoreOrder {
  private ScoreOrder() {}

  /**
   * Numbers the distinct scores from the highest, 0, downwards; 0.0 and -0.0 are one score.
   *
   * @param scores not NaN
   * @return shape [scores.length]
   */
  static int[] priorities(float[] scores) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    int[] priorities = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      priorities[i] = scores.length - 1 - firstIndex(sorted, scores[i]);
    }
    return priorities;
  }

  private static int firstIndex(float[] sorted, float score) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
