package ai.tidemark.demo.server;

import ai.tidemark.demo.model.History;
import ai.tidemark.demo.model.NextTokens;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How a token is chosen: top-k, top-p, min-p, temperature, in llama.cpp's order. A temperature of 0
 * or less is greedy.
 *
 * @param temperature divides the log-probabilities
 * @param topK most probable tokens kept; 0 keeps all
 * @param topP smallest set of most probable tokens with at least this mass is kept; 1 keeps all
 * @param minP tokens with less than this share of the largest probability are dropped; 0 keeps all
 * @param bias added to log-probabilities by token id, greedily only; reports never show it
 */
record Sampling(double temperature, int topK, double topP, double minP, Map<Integer, Double> bias) {
  /** Natural logarithm of the probability that an unknown token has for a bias to be added to. */
  private static final double UNKNOWN = -100;

  /** Validates and copies. */
  Sampling {
    bias = Map.copyOf(bias);
    if (!bias.isEmpty() && temperature > 0) {
      throw new BadRequestException("logit_bias is served at temperature 0 only");
    }
  }

  /** Chooses a token and returns its id. The candidates in {@code next} are lost. */
  int choose(NextTokens next, History history, RandomGenerator random) {
    if (!bias.isEmpty()) {
      return greedyBiased(next, history);
    }
    if (temperature <= 0) {
      next.top(history, 1);
      return next.id(0);
    }
    if (topK == 0 && topP >= 1 && minP <= 0) {
      return next.sample(history, temperature, random);
    }
    next.top(history, topK == 0 ? Integer.MAX_VALUE : topK);
    return next.id(draw(next, keptBy(next), random));
  }

  /** Returns whether the choice is simply the most probable token. */
  boolean isPlainGreedy() {
    return temperature <= 0 && bias.isEmpty();
  }

  private int greedyBiased(NextTokens next, History history) {
    next.top(history, bias.size() + 1);
    int best = -1;
    double bestLogP = Double.NEGATIVE_INFINITY;
    for (int rank = 0; rank < next.size(); rank++) {
      if (!bias.containsKey(next.id(rank)) && Math.log(next.p(rank)) > bestLogP) {
        best = next.id(rank);
        bestLogP = Math.log(next.p(rank));
      }
    }
    for (Map.Entry<Integer, Double> entry : bias.entrySet()) {
      double p = next.probability(history, entry.getKey());
      double logP = (p > 0 ? Math.log(p) : UNKNOWN) + entry.getValue();
      if (logP > bestLogP) {
        best = entry.getKey();
        bestLogP = logP;
      }
    }
    return best;
  }

  /** Returns how many of the candidates top-p and min-p keep, at least 1. */
  private int keptBy(NextTokens next) {
    double total = 0;
    for (int rank = 0; rank < next.size(); rank++) {
      total += next.p(rank);
    }
    double mass = 0;
    int kept = 0;
    while (kept < next.size()
        && (kept == 0 || (mass < topP * total && next.p(kept) >= minP * next.p(0)))) {
      mass += next.p(kept++);
    }
    return kept;
  }

  private int draw(NextTokens next, int kept, RandomGenerator random) {
    double[] weights = new double[kept];
    double total = 0;
    for (int rank = 0; rank < kept; rank++) {
      weights[rank] = Math.pow(next.p(rank) / next.p(0), 1 / temperature);
      total += weights[rank];
    }
    double at = random.nextDouble() * total;
    for (int rank = 0; rank < kept - 1; rank++) {
      at -= weights[rank];
      if (at < 0) {
        return rank;
      }
    }
    return kept - 1;
  }
}
