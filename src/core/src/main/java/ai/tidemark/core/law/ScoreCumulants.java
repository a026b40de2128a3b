package ai.tidemark.core.law;

import java.math.BigInteger;
import java.util.List;

/**
 * The cumulant generating function K(t) = ln E exp(t X) of the score X of one tuple under a null
 * law: what e-values and likelihood ratios are made of. Scores in nats (units of 2^-32 turned into
 * nats) or counts.
 *
 * <p>Where the exact function is out of reach an upper bound stands for it, so that exp(t S - n
 * K(t)) still has mean at most 1 under the null:
 *
 * <ul>
 *   <li>quantised exponentials whose u lies at or below the middle of its cell: the unit
 *       exponential's K. (1-u)^-t rises and is convex, so its value at or left of the middle is at
 *       most its mean over the cell (Hermite and Hadamard);
 *   <li>sampling without replacement: that of sampling with replacement, at one n (Hoeffding 1963,
 *       theorem 4). Not along a stream, see {@link #independent}.
 * </ul>
 */
public final class ScoreCumulants {
  private static final double NAT = 0x1p-32;
  private static final long MOST_LEVELS = 1 << 16;

  /** K(t) - t mean. */
  private interface Centred {
    double at(double t);
  }

  private final Centred centred;
  private final double deviation;
  private final double largestTilt;
  private final boolean independent;
  private final double unit;
  private final BigInteger meanNumerator; // mean = numerator / denominator, in the law's unit
  private final BigInteger meanDenominator;

  private ScoreCumulants(
      Centred centred,
      double deviation,
      double largestTilt,
      boolean independent,
      double unit,
      BigInteger meanNumerator,
      long meanDenominator) {
    this.centred = centred;
    this.deviation = deviation;
    this.largestTilt = largestTilt;
    this.independent = independent;
    this.unit = unit;
    this.meanNumerator = meanNumerator;
    this.meanDenominator = BigInteger.valueOf(meanDenominator);
  }

  /**
   * Returns the cumulants of a law.
   *
   * @throws IllegalArgumentException for a quantised law that has more than 65,536 levels above the
   *     middles of their cells
   */
  public static ScoreCumulants of(NullLaw law) {
    return switch (law) {
      case NullLaw.ExponentialSum _ -> exponential(t -> Deviance.excess(-t), 1, 1);
      case NullLaw.DualExponential(double a) -> {
        double larger = Math.max(a, 1 - a);
        double sd = StrictMath.sqrt(a * a + (1 - a) * (1 - a));
        yield exponential(
            t -> Deviance.excess(-a * t) + Deviance.excess(-(1 - a) * t), sd, 1 / larger);
      }
      case NullLaw.QuantisedExponential quantised -> quantised(quantised);
      case NullLaw.Binomial(int perTuple, long successes, long of) ->
          bits(repeat(perTuple), successes, of, true);
      case NullLaw.WeightedBits(List<Long> weights, long successes, long of) ->
          bits(weights, successes, of, true);
      case NullLaw.TableBits(List<Long> weights, int ones, int size) ->
          bits(weights, ones, size, false);
      case NullLaw.Hypergeometric(long green, long vocabulary) ->
          bits(List.of(1L), green, vocabulary, false);
      case NullLaw.GivenTuples _ ->
          throw new IllegalArgumentException(
              "a law given one text's tuples is for p-values; take the scheme's own law");
    };
  }

  private static ScoreCumulants exponential(Centred centred, double deviation, double largestTilt) {
    return new ScoreCumulants(
        centred, deviation, largestTilt, true, NAT, BigInteger.ONE.shiftLeft(32), 1);
  }

  private static ScoreCumulants quantised(NullLaw.QuantisedExponential law) {
    double levels = (double) law.levels();
    double lowest = (double) law.first() / law.of();
    double step = (double) law.step() / law.of();
    boolean below =
        lowest <= 0.5 / levels && lowest + step * (levels - 1) <= (levels - 0.5) / levels;
    if (below) {
      return exponential(t -> Deviance.excess(-t), 1, 1);
    }
    if (law.levels() > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "a quantised law above the middles of its cells must have at most "
              + MOST_LEVELS
              + " levels, but has "
              + law.levels());
    }
    Centred exact =
        t -> {
          double sum = 0;
          for (long j = 0; j < law.levels(); j++) {
            sum += StrictMath.expm1(-t * StrictMath.log1p(-(lowest + step * j)));
          }
          return StrictMath.log1p(sum / levels) - t;
        };
    return exponential(exact, 1, 1);
  }

  private static ScoreCumulants bits(List<Long> weights, long ones, long of, boolean independent) {
    double p = (double) ones / of;
    double squares = 0;
    BigInteger sum = BigInteger.ZERO;
    for (long w : weights) {
      squares += (double) w * w;
      sum = sum.add(BigInteger.valueOf(w));
    }
    double[] copy = weights.stream().mapToDouble(w -> (double) w).toArray();
    Centred centred =
        t -> {
          double k = 0;
          for (double w : copy) {
            k += StrictMath.log1p(p * StrictMath.expm1(w * t)) - p * w * t;
          }
          return k;
        };
    return new ScoreCumulants(
        centred,
        StrictMath.sqrt(p * (1 - p) * squares),
        Double.POSITIVE_INFINITY,
        independent,
        1,
        sum.multiply(BigInteger.valueOf(ones)),
        of);
  }

  private static List<Long> repeat(int times) {
    return java.util.Collections.nCopies(times, 1L);
  }

  /**
   * Returns K(t) minus t times the mean, at least 0.
   *
   * @param t in [0, {@link #largestTilt})
   */
  public double centred(double t) {
    return centred.at(t);
  }

  /** Returns the mean score of one tuple, in nats or counts. */
  public double mean() {
    return meanNumerator.doubleValue() / meanDenominator.doubleValue() * unit;
  }

  /** Returns the standard deviation of the score of one tuple, in nats or counts. */
  public double deviation() {
    return deviation;
  }

  /** Returns where K becomes infinite; infinity if nowhere. */
  public double largestTilt() {
    return largestTilt;
  }

  /** Returns whether K holds for the next tuple whatever the ones before it were. */
  public boolean independent() {
    return independent;
  }

  /** Returns S minus n times the mean, in nats or counts, rounded once. */
  public double aboveMean(long n, BigInteger sum) {
    BigInteger scaled =
        sum.multiply(meanDenominator).subtract(BigInteger.valueOf(n).multiply(meanNumerator));
    return scaled.doubleValue() / meanDenominator.doubleValue() * unit;
  }

  /** Returns a score in nats or counts. */
  public double inUnits(long score) {
    return score * unit;
  }

  /**
   * Returns the tilt that makes a mean likeliest: the t that maximises t above - centred(t), by
   * golden section search; 0 where the mean is not above the null's.
   *
   * @param above a mean score minus the null mean, in nats or counts
   */
  public double tiltFor(double above) {
    if (above <= 0) {
      return 0;
    }
    double high = Math.min(largestTilt * (1 - 1e-9), 40 / deviation);
    double low = 0;
    for (int i = 0; i < 100; i++) {
      double left = low + (high - low) * 0.381966;
      double right = low + (high - low) * 0.618034;
      if (left * above - centred(left) < right * above - centred(right)) {
        low = left;
      } else {
        high = right;
      }
    }
    return (low + high) / 2;
  }
}
