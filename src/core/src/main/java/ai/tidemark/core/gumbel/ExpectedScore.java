package ai.tidemark.core.gumbel;

/**
 * The expected score of a keyed draw, in nats. A token of probability q that wins the draw has
 * score of mean H(1/q), the harmonic number at 1/q (docs of the scheme; statistics notes, section
 * 2): under the mark u = v^q with v uniform. Unmarked text has mean 1.
 */
public final class ExpectedScore {
  private static final double EULER_GAMMA = 0.5772156649015329;

  private ExpectedScore() {}

  /**
   * Returns the mean score over the candidates: sum of q H(1/q).
   *
   * @param q distribution, shape [>= n], q > 0
   * @param n how many candidates
   */
  public static double of(double[] q, int n) {
    double mean = 0;
    for (int j = 0; j < n; j++) {
      mean += q[j] * harmonic(1 / q[j]);
    }
    return mean;
  }

  /**
   * Returns H(x) = digamma(x + 1) + gamma, by the recurrence up to x >= 8 and the asymptotic series
   * of digamma there (Abramowitz and Stegun 6.3.18); error below 1e-11.
   *
   * @param x at least 0
   */
  public static double harmonic(double x) {
    double lower = 0;
    double y = x + 1;
    while (y < 9) {
      lower += 1 / y;
      y += 1;
    }
    double s = 1 / (y * y);
    double digamma =
        Math.log(y)
            - 0.5 / y
            - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s / 132))));
    return digamma + EULER_GAMMA - lower;
  }
}
