package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.OriginalFinding;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A text as the sources' detectors see it: g-values of every n-gram, and which n-grams count. An
 * n-gram counts unless its context's hash is among the last {@code context_history_size} ones
 * (first in, first out, filled with zeros at first), or an end token stands at or before its token.
 * transformers 5.23, logits_process.py: compute_context_repetition_mask, compute_eos_token_mask.
 */
final class SourceRows {
  private final byte[][] g;
  private final boolean[] fresh;
  private final boolean[] beforeEnd;
  private final int depth;

  SourceRows(Layers layers, int[] ids, int n) {
    Parameters parameters = layers.parameters();
    int length = parameters.ngramLen();
    depth = parameters.depth();
    int rows = Math.max(0, n - length + 1);
    g = new byte[rows][depth];
    fresh = new boolean[rows];
    beforeEnd = new boolean[rows];
    int end = parameters.end(ids, n);
    long[] history = new long[parameters.historySize()];
    for (int row = 0; row < rows; row++) {
      int token = row + length - 1;
      long context = LcgHash.of(layers.start(), ids, row, token);
      fresh[row] = !contains(history, context);
      history[row % history.length] = context;
      beforeEnd[row] = token < end;
      long hash = LcgHash.next(context, ids[token]);
      for (int layer = 0; layer < depth; layer++) {
        g[row][layer] = (byte) layers.g(hash, layer);
      }
    }
  }

  private static boolean contains(long[] history, long hash) {
    for (long seen : history) {
      if (seen == hash) {
        return true;
      }
    }
    return false;
  }

  int rows() {
    return g.length;
  }

  /** Returns the g-values of one n-gram: the live array. */
  byte[] row(int row) {
    return g[row];
  }

  boolean fresh(int row) {
    return fresh[row];
  }

  boolean beforeEnd(int row) {
    return beforeEnd[row];
  }

  boolean counts(int row) {
    return fresh[row] && beforeEnd[row];
  }

  /** Returns how many n-grams count. */
  int counted() {
    int counted = 0;
    for (int row = 0; row < g.length; row++) {
      counted += counts(row) ? 1 : 0;
    }
    return counted;
  }

  /** Returns the ones of each layer among the n-grams that count. */
  long[] layerSums() {
    long[] sums = new long[depth];
    for (int row = 0; row < g.length; row++) {
      if (counts(row)) {
        for (int layer = 0; layer < depth; layer++) {
          sums[layer] += g[row][layer];
        }
      }
    }
    return sums;
  }

  /**
   * Returns the (weighted) mean of the g-values that count; weights sum to the depth (synthid-text
   * 0.2.1, detector_mean.py). NaN where none counts.
   */
  double mean(Statistic statistic) {
    long[] weights = statistic.weights(depth).stream().mapToLong(Long::longValue).toArray();
    long[] sums = layerSums();
    double sum = 0;
    for (int layer = 0; layer < depth; layer++) {
      sum += (double) weights[layer] * sums[layer];
    }
    return sum / Arrays.stream(weights).sum() / counted();
  }

  /** Returns the finding of the sources' mean detectors, which state no p. */
  OriginalFinding finding(String where, String version, Statistic statistic) {
    int counted = counted();
    if (counted == 0) {
      throw new BadInputException(
          where, "no position of the text counts, and the source's mean of none is not a number");
    }
    return new OriginalFinding(
        version, counted, mean(statistic), OptionalDouble.empty(), OptionalDouble.empty());
  }
}
