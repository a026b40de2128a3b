package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordTuples;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Scores of a text as textseal 0.0.5 computes them (posthoc/detector.py, get_scores_by_t). */
final class SourceScores {
  private final TextSealKey key;
  private final TextSealScheme scheme;
  private final boolean[] scored;
  private final double[] scores;
  private final float[] weights;

  /**
   * @param withSet whether the caller of the source handed it a set for seen windows
   * @param ids output only, shape [>= n]
   */
  SourceScores(TextSealKey key, TextSealScheme scheme, boolean withSet, int[] ids, int n) {
    this.key = key;
    this.scheme = scheme;
    int ngram = scheme.ngram();
    int first = ngram + 1;
    weights = weights(scheme);
    scored = new boolean[Math.max(0, n - first)];
    double[] all = new double[scored.length];
    int kept = 0;
    Repeats repeats = withSet ? scheme.repeats() : Repeats.NONE;
    WordTuples seen = new WordTuples(repeats == Repeats.V1 ? ngram : ngram + 1);
    for (int i = first; i < n; i++) {
      if (repeats == Repeats.NONE || seen.add(ids, i - ngram)) {
        scored[i - first] = true;
        all[kept++] = score(TextSealHash.state(ids, i - ngram, ngram, ids[i]));
      }
    }
    scores = Arrays.copyOf(all, kept);
  }

  /** Returns linspace(10, 1, depth) scaled to sum depth, or ones, as 32-bit floats. */
  private static float[] weights(TextSealScheme scheme) {
    int depth = scheme.depth();
    float[] weights = new float[depth];
    Arrays.fill(weights, 1);
    if (scheme.mark() == Mark.WEIGHTED_TOURNAMENT && depth > 1) {
      double sum = 5.5 * depth;
      for (int layer = 0; layer < depth; layer++) {
        weights[layer] = (float) ((10 - 9.0 * layer / (depth - 1)) * depth / sum);
      }
    }
    return weights;
  }

  private double score(long state) {
    int level = key.level(state);
    return switch (scheme.mark()) {
      case GREEN -> level < scheme.green() ? 1 : 0;
      case GUMBEL -> (float) -StrictMath.log(1 - TextSealHash.uniform(level));
      case TOURNAMENT, WEIGHTED_TOURNAMENT -> tournament(state);
    };
  }

  private double tournament(long first) {
    float sum = 0;
    long state = first;
    for (float weight : weights) {
      sum += key.level(state) < scheme.green() ? weight : 0;
      state += TextSealHash.PER_TOKEN;
    }
    return sum;
  }

  /** Returns whether each position from ngram + 1 on is scored. */
  boolean[] scored() {
    return scored;
  }

  /** Returns the scores of the scored positions. */
  double[] scores() {
    return scores;
  }

  /** Returns the finding of the source's detector. */
  OriginalFinding finding(String version) {
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    SourceTail tail = new SourceTail(scheme);
    return new OriginalFinding(
        version,
        scores.length,
        sum,
        tail.z(scores.length, sum),
        scores.length == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(tail.p(scores.length, sum)));
  }
}
