package ai.tidemark.core.power;

import ai.tidemark.core.gumbel.ExpectedScore;

/**
 * The score of one keyed draw, in nats, by its first three cumulants. Unmarked text has (1, 1, 2),
 * the unit exponential.
 *
 * <p><b>Derivation</b> (Aaronson 2022 for the mean). The keyed draw takes the candidate with the
 * largest ln(u_j) / q_j, that is the smallest E_j = -ln(u_j) / q_j. E_j is exponential with rate
 * q_j; the smallest of them is exponential with rate sum q_j = 1 and independent of whose it is. So
 * whichever token of probability q wins, its u = e^(-q E) = v^q with v uniform, which is Beta(1/q,
 * 1), hence 1 - u is Beta(1, 1/q). The score is -ln(1 - u), and with m = 1/q
 *
 * <pre>
 * E[(1-u)^-t] = Gamma(1-t) Gamma(m+1) / Gamma(m+1-t)
 * mean        = psi(m+1) - psi(1)     = H(m)
 * variance    = psi'(1) - psi'(m+1)   = pi^2/6 - psi'(m+1)
 * third       = psi''(m+1) - psi''(1) = psi''(m+1) + 2 zeta(3)
 * </pre>
 *
 * for whole m the sums of 1/k, 1/k^2 and 2/k^3 over k = 1..m.
 *
 * @param mean 1 + excess, at least 1
 * @param variance positive
 * @param third third cumulant (third central moment), positive
 */
public record MarkedScore(double mean, double variance, double third) {
  /** The score of a tuple that was not marked: a unit exponential. */
  public static final MarkedScore UNMARKED = new MarkedScore(1, 1, 2);

  private static final double TRIGAMMA_1 = 1.6449340668482264; // pi^2 / 6
  private static final double MINUS_TETRAGAMMA_1 = 2.4041138063191885; // 2 zeta(3)

  /** Validates. */
  public MarkedScore {
    if (!(mean >= 1 && variance > 0 && third > 0 && mean + variance + third < 1e6)) {
      throw new IllegalArgumentException(
          "need mean >= 1, variance > 0, third > 0, but have "
              + mean
              + ", "
              + variance
              + ", "
              + third);
    }
  }

  /**
   * Returns the score where every marked token had the same probability.
   *
   * @param q in (0, 1]; 1/2 gives mean 1.5
   */
  public static MarkedScore ofTokenProbability(double q) {
    if (!(q >= 1e-300 && q <= 1)) {
      throw new IllegalArgumentException("q must be in (0, 1], but is " + q);
    }
    double m = 1 / q;
    return new MarkedScore(
        Math.max(1, ExpectedScore.harmonic(m)),
        TRIGAMMA_1 - Polygamma.trigamma(m + 1),
        MINUS_TETRAGAMMA_1 + Polygamma.tetragamma(m + 1));
  }

  /**
   * Returns the score of constant token probability that has this mean. Real text mixes
   * probabilities; its score has a slightly larger variance at the same mean.
   *
   * @param excess mean score above 1, in nats, in [0, 100]; the ledger's expected score per keyed
   *     position, minus 1
   */
  public static MarkedScore ofExcess(double excess) {
    if (!(excess >= 0 && excess <= 100)) {
      throw new IllegalArgumentException("excess must be in [0, 100], but is " + excess);
    }
    double low = 0;
    double high = 101; // H(e^x) > x
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (ExpectedScore.harmonic(Math.exp(middle)) < 1 + excess) {
        low = middle;
      } else {
        high = middle;
      }
    }
    MarkedScore shape = ofTokenProbability(Math.exp(-low));
    return new MarkedScore(1 + excess, shape.variance, shape.third);
  }

  /**
   * Returns the least excess that a sampling distribution of this entropy can give: (pi^2/6 - 1)
   * times the entropy. It holds token by token, H(1/q) - 1 &gt;= (pi^2/6 - 1) ln(1/q), with
   * equality of slopes at q = 1 (Fernandez et al. 2023, "Three bricks to consolidate watermarks").
   *
   * @param entropyNats mean entropy of the sampling distribution per token, in nats
   */
  public static double leastExcess(double entropyNats) {
    return (TRIGAMMA_1 - 1) * entropyNats;
  }

  /**
   * Returns the score of a tuple that is marked with probability {@code share} and unmarked
   * otherwise. With d = mean - 1 and e = share, the mixture has mean 1 + e d, variance 1 - e + e v
   * + e (1-e) d^2, and third cumulant 2 (1-e) + e c + 3 e (1-e) d (v - 1) + e (1-e) (1-2e) d^3.
   *
   * @param share in [0, 1]
   */
  public MarkedScore dilutedTo(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], but is " + share);
    }
    double d = mean - 1;
    double both = share * (1 - share);
    return new MarkedScore(
        1 + share * d,
        1 - share + share * variance + both * d * d,
        2 * (1 - share)
            + share * third
            + 3 * both * d * (variance - 1)
            + both * (1 - 2 * share) * d * d * d);
  }

  /**
   * Returns the average of this score and of others that are unmarked, by cumulants: so many such
   * averages have the cumulants of the whole sum. A tuple that is scored under the keys of E eras
   * and carries the mark of one of them gives its own score and E - 1 unmarked ones.
   *
   * @param others at least 0
   */
  public MarkedScore averagedWithUnmarked(int others) {
    if (others < 0) {
      throw new IllegalArgumentException("others must be at least 0, but is " + others);
    }
    double all = 1.0 + others;
    return new MarkedScore(
        (mean + others) / all, (variance + others) / all, (third + 2.0 * others) / all);
  }
}
