package ai.tidemark.service.walk;

import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.llamacpp.Position;

/**
 * The distribution a token is drawn from: of the engine's listed candidates, the client's
 * temperature, then top-k, then top-p, then made to sum to 1. The arrays are reused from position
 * to position. Not thread-safe.
 */
final class ClientLaw {
  private static final double LEAST = Double.MIN_NORMAL; // below, a ratio to the first is no number

  private final Sampling sampling;
  private int[] ids = new int[64];
  private double[] q = new double[64];

  ClientLaw(Sampling sampling) {
    this.sampling = sampling;
  }

  /**
   * Applies the client's parameters.
   *
   * @return how many candidates are left, at least 1: entries [0, n) of {@link #ids} and {@link #q}
   */
  int apply(Position position) {
    int n = position.size();
    if (sampling.topK() > 0) {
      n = Math.min(n, sampling.topK());
    }
    if (ids.length < n) {
      ids = new int[n];
      q = new double[n];
    }
    double total = 0;
    for (int j = 0; j < n; j++) {
      ids[j] = position.id(j);
      q[j] = Math.exp((position.logprob(j) - position.logprob(0)) / sampling.temperature());
      if (q[j] < LEAST) {
        n = j; // sorted: nothing larger follows
      } else {
        total += q[j];
      }
    }
    if (sampling.topP() < 1) {
      double least = sampling.topP() * total;
      double mass = 0;
      int kept = 0;
      while (kept < n && mass < least) {
        mass += q[kept++];
      }
      n = Math.max(1, kept);
      total = mass;
    }
    for (int j = 0; j < n; j++) {
      q[j] /= total;
    }
    return n;
  }

  /** Returns the candidates, most probable first; index j is also the position's. */
  int[] ids() {
    return ids;
  }

  /** Returns their probabilities. */
  double[] q() {
    return q;
  }

  /**
   * Returns the model's probability (temperature 1, nothing truncated) outside the listed
   * candidates, in [0, 1]: what the walk could not choose though the model could. It is 0 where the
   * client's own top-k lies within the list, because then the client asked for no more.
   */
  double omitted(Position position) {
    if (sampling.topK() > 0 && sampling.topK() <= position.size()) {
      return 0;
    }
    double listed = 0;
    for (int j = position.size() - 1; j >= 0; j--) { // smallest first
      listed += Math.exp(position.logprob(j));
    }
    return Math.max(0, 1 - listed);
  }
}
