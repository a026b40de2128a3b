package ai.tidemark.core.share;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.law.ScoreCumulants;
import java.math.BigInteger;

/**
 * Bounds on the mean score of a tuple from (n, S), whatever the share that is marked.
 *
 * <ul>
 *   <li>Single bits: Clopper and Pearson (1934). Exact for equal rates, conservative for rates that
 *       differ from tuple to tuple (Hoeffding 1956).
 *   <li>Exponential scores: S over the quantiles of Gamma(n, 1), the pivot of exponential scores of
 *       one mean. A mixture of marked and unmarked scores is not exponential; the bound is
 *       conservative, up to terms of order n^(-1/2), where the variance of a score is at most the
 *       square of its mean. Marked tokens of probability q have that at every share for q of 1/7
 *       and more (tests); so have texts of mixed probabilities unless rare tokens dominate.
 *   <li>Several bits to a tuple: a marked tuple's bits depend on each other, so its score counts as
 *       one value in a bounded range: n KL(mean / range || mu / range) &lt;= ln(1 / a) (Hoeffding
 *       1963, theorem 1). No assumption, wider.
 * </ul>
 *
 * @param low at most the mean with probability 1 - a
 * @param high at least the mean with probability 1 - a
 */
record MeanInterval(double low, double high) {
  private static final long GRAIN = 1L << 52;

  /**
   * Returns both bounds, in nats or counts per tuple.
   *
   * @param a probability that one bound fails, in (0, 1/2)
   */
  static MeanInterval of(NullLaw law, long n, BigInteger sum, double a) {
    return switch (law) {
      case NullLaw.ExponentialSum _, NullLaw.DualExponential _, NullLaw.QuantisedExponential _ ->
          pivot(n, sum.doubleValue() * 0x1p-32, a);
      case NullLaw.Binomial(int perTuple, _, _) ->
          perTuple == 1 ? exact(n, sum.longValueExact(), a) : bounded(n, sum, perTuple, a);
      case NullLaw.Hypergeometric _ -> exact(n, sum.longValueExact(), a);
      case NullLaw.WeightedBits _, NullLaw.TableBits _, NullLaw.GivenTuples _ ->
          bounded(n, sum, range(law), a);
    };
  }

  /**
   * Returns the largest score of one tuple of bits.
   *
   * @throws IllegalArgumentException for a law given one text's tuples
   */
  static double range(NullLaw law) {
    return switch (law) {
      case NullLaw.Binomial(int perTuple, _, _) -> perTuple;
      case NullLaw.Hypergeometric _ -> 1;
      case NullLaw.WeightedBits(var weights, _, _) -> total(weights);
      case NullLaw.TableBits(var weights, _, _) -> total(weights);
      case NullLaw.GivenTuples _ ->
          throw new IllegalArgumentException(
              "a law given one text's tuples is for p-values; take the scheme's own law");
      case NullLaw.ExponentialSum _, NullLaw.DualExponential _, NullLaw.QuantisedExponential _ ->
          Double.POSITIVE_INFINITY;
    };
  }

  private static double total(Iterable<Long> weights) {
    double sum = 0;
    for (long w : weights) {
      sum += w;
    }
    return sum;
  }

  /** Returns the null mean of one tuple's score, in nats or counts. */
  static double nullMean(NullLaw law) {
    return law instanceof NullLaw.QuantisedExponential
        ? law.mean(1) * 0x1p-32
        : ScoreCumulants.of(law).mean();
  }

  private static MeanInterval pivot(long n, double s, double a) {
    return new MeanInterval(
        s / quantile(n, StrictMath.log(a)), s / quantile(n, StrictMath.log1p(-a)));
  }

  /** Returns x with ln Q(n, x) = lnQ. */
  private static double quantile(long n, double lnQ) {
    double low = 0;
    double high = n;
    while (GammaTail.lnQ(n, high) > lnQ) {
      low = high;
      high *= 2;
    }
    while (high - low > high * 1e-15) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (GammaTail.lnQ(n, middle) > lnQ) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static MeanInterval exact(long n, long k, double a) {
    double lnA = StrictMath.log(a);
    double low = k == 0 ? 0 : rate(j -> BinomialTail.lnUpper(n, k, j, GRAIN) <= lnA);
    double high = k == n ? 1 : 1 - rate(j -> BinomialTail.lnUpper(n, n - k, j, GRAIN) <= lnA);
    return new MeanInterval(low, high);
  }

  private interface Holds {
    boolean at(long j);
  }

  /** Returns the largest j / 2^52 that holds, 0 if 1 does not; holding ends once. */
  private static double rate(Holds holds) {
    long low = 0;
    long high = GRAIN;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (holds.at(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (double) low / GRAIN;
  }

  private static MeanInterval bounded(long n, BigInteger sum, double range, double a) {
    double x = Math.min(1, sum.doubleValue() / range / n);
    double most = -StrictMath.log(a) / n;
    double low = rate(j -> (double) j / GRAIN < x && divergence(x, (double) j / GRAIN) > most);
    double high =
        1 - rate(j -> (double) j / GRAIN < 1 - x && divergence(1 - x, (double) j / GRAIN) > most);
    return new MeanInterval(low * range, high * range);
  }

  private static double divergence(double x, double mu) {
    double ones = x == 0 ? 0 : x * StrictMath.log(x / mu);
    double zeros = x == 1 ? 0 : (1 - x) * StrictMath.log((1 - x) / (1 - mu));
    return ones + zeros;
  }
}
