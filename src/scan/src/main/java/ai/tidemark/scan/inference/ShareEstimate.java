package ai.tidemark.scan.inference;

import ai.tidemark.core.share.Share;
import java.util.OptionalDouble;

/**
 * Which share of the distinct tuples of a tier is marked, if marked text scores as assumed.
 *
 * @param share estimate, [0, 1]
 * @param low lower end of the 95 % interval, [0, 1]
 * @param high upper end, [0, 1]
 * @param atLeast lower bound with confidence 99 % that assumes nothing of how marked text scores
 *     ({@link ai.tidemark.core.share.Share#atLeastByLowScores}); counted for shown keys only
 * @param detectable the least share that would have been {@code marked} with power 99 %, (0, 1];
 *     empty where even fully marked text would not
 */
public record ShareEstimate(
    double share, double low, double high, OptionalDouble atLeast, OptionalDouble detectable) {
  /** Draws at or below this count as low: u of an unmarked tuple with probability .1. */
  public static final double LOW = 0.1;

  /** Returns this estimate with a bound from n tuples of which some drew low. */
  public ShareEstimate withLowDraws(long n, long lowDraws) {
    double bound = Share.atLeastByLowScores(n, lowDraws, LOW, 0.01);
    return new ShareEstimate(share, low, high, OptionalDouble.of(bound), detectable);
  }
}
