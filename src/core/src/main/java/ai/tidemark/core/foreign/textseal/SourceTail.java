package ai.tidemark.core.foreign.textseal;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.GammaTail;
import java.util.OptionalDouble;

/**
 * The p-values of textseal 0.0.5 (posthoc/detector.py, get_pvalue): mid-p of the binomial law for
 * bits, Gamma(n, 1) for Gumbel-max, the normal law for weighted layers. None falls below 1e-200.
 */
final class SourceTail {
  private static final double LEAST = 1e-200;
  private static final long UNIT = 1L << 53;

  private final TextSealScheme scheme;

  SourceTail(TextSealScheme scheme) {
    this.scheme = scheme;
  }

  /**
   * Returns the p-value of a sum.
   *
   * @param n scored positions, at least 1
   */
  double p(int n, double sum) {
    double p =
        switch (scheme.mark()) {
          case GREEN -> midP(n, Math.round(sum));
          case TOURNAMENT -> midP((long) n * scheme.depth(), Math.round(sum));
          case GUMBEL -> StrictMath.exp(GammaTail.lnQ(n, sum));
          case WEIGHTED_TOURNAMENT -> upperNormal(weightedZ(n, sum));
        };
    return Math.max(p, LEAST);
  }

  /** Returns the z-score where the source has one. */
  OptionalDouble z(int n, double sum) {
    return scheme.mark() == Mark.WEIGHTED_TOURNAMENT && n > 0
        ? OptionalDouble.of(weightedZ(n, sum))
        : OptionalDouble.empty();
  }

  /** Returns P(X > k) + P(X = k) / 2. */
  private double midP(long trials, long k) {
    long green = Math.round(scheme.gamma() * UNIT);
    double atLeast = StrictMath.exp(BinomialTail.lnUpper(trials, k, green, UNIT));
    double above =
        k == trials ? 0 : StrictMath.exp(BinomialTail.lnUpper(trials, k + 1, green, UNIT));
    return (atLeast + above) / 2;
  }

  /** Weights sum to the depth; with a_l before scaling, their squares sum to depth^2 Σa²/(Σa)². */
  private double weightedZ(int n, double sum) {
    int depth = scheme.depth();
    double squares = 0;
    double total = 0;
    for (int layer = 0; layer < depth; layer++) {
      double weight = depth == 1 ? 10 : 10 - 9.0 * layer / (depth - 1);
      squares += weight * weight;
      total += weight;
    }
    double gamma = scheme.gamma();
    double variance = gamma * (1 - gamma) * squares * depth / total * depth / total;
    return (sum / n - gamma * depth) / Math.sqrt(variance / n);
  }

  /**
   * Returns P(Z >= z). Near the centre half of Q(1/2, x) = Q(3/2, x) - 2 sqrt(x / pi) e^-x with x =
   * z^2/2, far out the continued fraction of Mills' ratio (Abramowitz and Stegun 26.2.14).
   */
  private static double upperNormal(double z) {
    double x = z * z / 2;
    double beyond;
    if (Math.abs(z) < 3) {
      double next = StrictMath.exp(GammaTail.lnUpper(1.5, x));
      beyond = next / 2 - Math.sqrt(x / Math.PI) * StrictMath.exp(-x);
    } else {
      double ratio = 0;
      for (int term = 100; term > 0; term--) {
        ratio = term / (Math.abs(z) + ratio);
      }
      beyond = StrictMath.exp(-x) / Math.sqrt(2 * Math.PI) / (Math.abs(z) + ratio);
    }
    return z >= 0 ? beyond : 1 - beyond;
  }
}
