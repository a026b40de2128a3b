package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.foreign.KeyedScheme;

/**
 * The trained Bayesian detector of SynthID (Dathathri et al. 2024; transformers 5.23,
 * watermarking.py, BayesianDetectorModel). Its score has no exact null distribution: good for
 * sorting texts, never a p-value and never a verdict.
 */
public final class BayesianTriage {
  private static final double LEAST_LIKELIHOOD = 1e-30;
  private static final double LEAST_PRIOR = 1e-5;

  private final double[] beta;
  private final double[][] delta;
  private final double priorLogOdds;

  /**
   * A trained detector.
   *
   * @param beta per layer, shape [depth]
   * @param delta shape [depth][depth]; only entries below the diagonal are used
   * @param baseRate prior share of marked text, in [0, 1]
   */
  public BayesianTriage(double[] beta, double[][] delta, double baseRate) {
    if (delta.length != beta.length || !(baseRate >= 0 && baseRate <= 1)) {
      throw new IllegalArgumentException(
          "need delta of "
              + beta.length
              + " rows and 0 <= baseRate <= 1, but have "
              + delta.length
              + ", "
              + baseRate);
    }
    this.beta = beta.clone();
    this.delta = new double[beta.length][];
    for (int layer = 0; layer < beta.length; layer++) {
      if (delta[layer].length != beta.length) {
        throw new IllegalArgumentException("delta must be square, but row " + layer + " is not");
      }
      this.delta[layer] = delta[layer].clone();
    }
    double prior = Math.clamp(baseRate, LEAST_PRIOR, 1 - LEAST_PRIOR);
    this.priorLogOdds = StrictMath.log(prior) - StrictMath.log1p(-prior);
  }

  /**
   * Returns the posterior log-odds that a text is marked, over the positions the source counts.
   *
   * @param key of profile synthid-hf-table16, with as many layers as beta
   * @param ids output only, shape [>= n]
   */
  public double logOdds(KeyedScheme key, int[] ids, int n) {
    if (!(key instanceof Table16Key table) || table.parameters().depth() != beta.length) {
      throw new IllegalArgumentException(
          "key must be of " + SynthIdTable16.ID + " with " + beta.length + " layers");
    }
    SourceRows rows = new SourceRows(table, ids, n);
    double sum = priorLogOdds;
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.counts(row)) {
        sum += logLikelihoodRatio(rows.row(row));
      }
    }
    return sum;
  }

  /**
   * With p2 the chance that two different tokens met in the layer, P(g | marked) = ((g + 1/2) p2 +
   * 1 - p2) / 2, and P(g | not marked) = 1/2.
   */
  private double logLikelihoodRatio(byte[] g) {
    double sum = 0;
    for (int layer = 0; layer < beta.length; layer++) {
      double logit = beta[layer];
      for (int before = 0; before < layer; before++) {
        logit += delta[layer][before] * g[before];
      }
      double two = 1 / (1 + StrictMath.exp(-logit));
      double marked = 0.5 * ((g[layer] + 0.5) * two + (1 - two));
      sum += StrictMath.log(Math.max(marked, LEAST_LIKELIHOOD)) - StrictMath.log(0.5);
    }
    return sum;
  }
}
