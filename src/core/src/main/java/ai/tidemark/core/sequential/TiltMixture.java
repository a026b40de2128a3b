package ai.tidemark.core.sequential;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.law.ScoreCumulants;
import java.math.BigInteger;

/**
 * The average over a grid of tilts t of exp(t S - n K(t)), K the cumulant generating function of
 * one score ({@link ScoreCumulants}). For sums of exponentials (1-t)^n e^(t S) is the likelihood
 * ratio of exponentials of mean 1 / (1-t), so this is the Gamma mixture; dual keys, quantised
 * scores and weighted bits have their own K. Log-sum-exp; from S minus its mean, so nothing
 * cancels.
 */
public final class TiltMixture implements Mixture {
  /** Tilts of each of the two default bands. */
  private static final int COUNT = 120;

  private static final double SMALLEST = 1e-6;
  private static final double MIDDLE = 0.005;
  private static final double LARGEST = 0.6;
  private static final double LARGEST_OF_BITS = 3;

  private final NullLaw law;
  private final ScoreCumulants cumulants;
  private final double[] tilts;
  private final double[] costs; // K(t) - t mean, per tuple
  private final double[] lnWeights;

  private TiltMixture(NullLaw law, ScoreCumulants cumulants, double[] tilts, double[] lnWeights) {
    this.law = law;
    this.cumulants = cumulants;
    this.tilts = tilts;
    this.lnWeights = lnWeights;
    this.costs = new double[tilts.length];
    for (int i = 0; i < tilts.length; i++) {
      costs[i] = cumulants.centred(tilts[i]);
    }
  }

  /**
   * Returns the default mixture: tilts times the standard deviation of one score from .005 to .6
   * (to 3 for bits, whose tilts have no end), which is where single texts and shares of a percent
   * lie, have nine tenths of the weight; smaller ones down to 1e-6, for corpora, the rest.
   */
  public static TiltMixture of(NullLaw law) {
    ScoreCumulants cumulants = ScoreCumulants.of(law);
    double[] tilts = new double[2 * COUNT];
    double[] lnWeights = new double[2 * COUNT];
    fill(tilts, lnWeights, 0, COUNT, SMALLEST, MIDDLE * 0.96, 0.1);
    boolean bits = cumulants.largestTilt() == Double.POSITIVE_INFINITY;
    fill(tilts, lnWeights, COUNT, COUNT, MIDDLE, bits ? LARGEST_OF_BITS : LARGEST, 0.9);
    return scaled(law, cumulants, tilts, lnWeights);
  }

  /**
   * Returns the mixture over one band of tilts, equally weighted, in equal ratios.
   *
   * @param lowest smallest tilt times the standard deviation of one score, positive
   * @param highest largest, below 1
   * @param count at least 2
   */
  public static TiltMixture of(NullLaw law, double lowest, double highest, int count) {
    if (!(lowest > 0 && lowest < highest && highest < 1 && count >= 2)) {
      throw new IllegalArgumentException(
          "need 0 < lowest < highest < 1 and count >= 2, but have "
              + lowest
              + ", "
              + highest
              + ", "
              + count);
    }
    double[] tilts = new double[count];
    double[] lnWeights = new double[count];
    fill(tilts, lnWeights, 0, count, lowest, highest, 1);
    return scaled(law, ScoreCumulants.of(law), tilts, lnWeights);
  }

  private static void fill(
      double[] tilts,
      double[] lnWeights,
      int from,
      int count,
      double lowest,
      double highest,
      double weight) {
    double ratio = StrictMath.log(highest / lowest) / (count - 1);
    for (int i = 0; i < count; i++) {
      tilts[from + i] = lowest * StrictMath.exp(i * ratio);
      lnWeights[from + i] = StrictMath.log(weight / count);
    }
  }

  private static TiltMixture scaled(
      NullLaw law, ScoreCumulants cumulants, double[] tilts, double[] lnWeights) {
    for (int i = 0; i < tilts.length; i++) {
      tilts[i] /= cumulants.deviation();
    }
    return new TiltMixture(law, cumulants, tilts, lnWeights);
  }

  @Override
  public NullLaw law() {
    return law;
  }

  @Override
  public double lnE(long n, BigInteger sum) {
    if (n == 0) {
      return 0;
    }
    double above = cumulants.aboveMean(n, sum);
    double[] terms = new double[tilts.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = lnWeights[i] + tilts[i] * above - n * costs[i];
    }
    return LogSum.of(terms, terms.length);
  }

  @Override
  public boolean alongAStream() {
    return cumulants.independent();
  }
}
