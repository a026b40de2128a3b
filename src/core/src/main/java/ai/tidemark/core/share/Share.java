package ai.tidemark.core.share;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;

/**
 * Which share of the distinct tuples is marked. Of distinct tuples, not of tokens: repeats count
 * once, and edits shrink it (with a context of k tokens and a rate r of changed tokens about (1 -
 * r)^(k+1) of the tuples stay).
 *
 * <p>A green list alone cannot tell a small share of strongly marked text from a large share of
 * weakly marked text; the ledger can, for it knows how marked text scores.
 *
 * @param estimate (mean - null mean) / (reference mean - null mean), cut to [0, 1]
 * @param low lower end of the interval, [0, 1]
 * @param high upper end, [0, 1]
 */
public record Share(double estimate, double low, double high) {

  /**
   * Returns the share by the ledger's own marked text. Both means get two-sided intervals at level
   * alpha / 2, and the worst cases are divided; so the interval covers with probability at least 1
   * - alpha wherever those of the means do (given for each law at {@code MeanInterval}).
   *
   * <p>Assumes that unmarked tuples score by the null law, which holds by the choice of the key,
   * and that the marked tuples of the text score in the mean as those of the reference: same route,
   * model, temperature. If the suspect text is of lower entropy than the reference, the share is
   * too low.
   *
   * @param n distinct tuples of the text, at least 1
   * @param sum their exact score sum
   * @param referenceN distinct tuples of text known to be marked, at least 1
   * @param referenceSum their exact score sum
   * @param alpha 1 - confidence, in (0, 1)
   */
  public static Share calibrated(
      NullLaw law, long n, BigInteger sum, long referenceN, BigInteger referenceSum, double alpha) {
    require(n >= 1 && referenceN >= 1, alpha);
    double unit = MeanInterval.range(law) == Double.POSITIVE_INFINITY ? 0x1p-32 : 1;
    double none = MeanInterval.nullMean(law);
    MeanInterval text = MeanInterval.of(law, n, sum, alpha / 4);
    MeanInterval marked = MeanInterval.of(law, referenceN, referenceSum, alpha / 4);
    double mean = sum.doubleValue() * unit / n;
    double full = referenceSum.doubleValue() * unit / referenceN;
    return new Share(
        part(mean - none, full - none),
        part(text.low() - none, marked.high() - none),
        text.high() <= none ? 0 : part(text.high() - none, marked.low() - none));
  }

  /** Returns a / b cut to [0, 1]; 1 where b does not exceed 0 or a. */
  private static double part(double a, double b) {
    if (a <= 0) {
      return 0;
    }
    return a >= b ? 1 : a / b;
  }

  /**
   * Returns a lower bound on the share of these n tuples that are marked, confidence 1 - alpha,
   * assuming nothing of how marked tuples score but the largest score there is: the fewest m of n
   * for which the null law of the other n - m explains the rest,
   *
   * <pre>
   * P(sum of n - m null scores &gt;= S - m largest) &gt; alpha.
   * </pre>
   *
   * For a green list the largest score is 1, and this is (g_L - g0) / (1 - g0) made exact for the
   * tuples at hand. For exponential scores it is weak, since one tuple may score 45 nats: {@link
   * #atLeastByLowScores} is near the truth and needs one more count.
   *
   * @param n distinct tuples, at least 1
   * @param sum their exact score sum
   * @param largest the largest score a tuple can have, in the law's unit
   * @param alpha 1 - confidence, in (0, 1)
   */
  public static double atLeast(
      NullLaw law, long n, BigInteger sum, BigInteger largest, double alpha) {
    require(n >= 1, alpha);
    double lnAlpha = StrictMath.log(alpha);
    return (double) fewest(n, m -> explains(law, n, sum, largest, m) > lnAlpha) / n;
  }

  private static double explains(
      NullLaw law, long n, BigInteger sum, BigInteger largest, long marked) {
    BigInteger rest = sum.subtract(largest.multiply(BigInteger.valueOf(marked)));
    return rest.signum() <= 0
        ? 0
        : n == marked ? Double.NEGATIVE_INFINITY : law.lnP(n - marked, rest);
  }

  /**
   * Returns (g_L - g0) / (1 - g0), g_L the one-sided Clopper-Pearson bound on the rate: the lower
   * bound on the share in the population that the tuples were drawn from, confidence 1 - alpha,
   * assuming only that no marked tuple scores above 1.
   *
   * @param law single bits
   * @param n distinct tuples, at least 1
   * @param hits ones among them
   * @param alpha 1 - confidence, in (0, 1/2)
   */
  public static double atLeastByRate(NullLaw.Binomial law, long n, long hits, double alpha) {
    require(n >= 1 && law.perTuple() == 1 && alpha < 0.5, alpha);
    double g0 = MeanInterval.nullMean(law);
    double low = MeanInterval.of(law, n, BigInteger.valueOf(hits), alpha).low();
    return Math.max(0, (low - g0) / (1 - g0));
  }

  /**
   * Returns a lower bound on the share of these n tuples that are marked, confidence 1 - alpha,
   * from the count of low scores: an unmarked tuple has u &lt;= cut with probability {@code cut}, a
   * marked one at least never. The fewest m of n with P(Bin(n - m, cut) &lt;= low) &gt; alpha: one
   * minus F(cut) / cut (Li et al. 2025, "initial estimator"), made exact. Needs no model of the
   * marked scores; misses the few marked tuples that score low.
   *
   * @param n distinct tuples, at least 1
   * @param low how many of them have u at most the cut, that is a score of at most -ln(1 - cut)
   * @param cut in (0, 1), fixed before looking; .1 is usual
   * @param alpha 1 - confidence, in (0, 1)
   */
  public static double atLeastByLowScores(long n, long low, double cut, double alpha) {
    if (!(cut > 0 && cut < 1) || low < 0 || low > n) {
      throw new IllegalArgumentException(
          "need 0 < cut < 1 and 0 <= low <= n, but have " + cut + ", " + low + " of " + n);
    }
    require(n >= 1, alpha);
    double lnAlpha = StrictMath.log(alpha);
    long of = 1L << 52;
    long others = of - Math.min(of - 1, Math.max(1, (long) (cut * of)));
    // P(Bin(k, cut) <= low) = P(Bin(k, 1 - cut) >= k - low)
    return (double)
            fewest(
                n,
                m -> n - m <= low || BinomialTail.lnUpper(n - m, n - m - low, others, of) > lnAlpha)
        / n;
  }

  private interface Suffices {
    boolean at(long m);
  }

  /** Returns the smallest m in 0..n that suffices; from there on all do. n always does. */
  private static long fewest(long n, Suffices suffices) {
    long tooFew = -1;
    long enough = n;
    while (enough - tooFew > 1) {
      long middle = (tooFew + enough) >> 1;
      if (suffices.at(middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  private static void require(boolean holds, double alpha) {
    if (!holds || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "need n >= 1, single bits where rates are meant, and alpha in (0, 1), but alpha is "
              + alpha);
    }
  }
}
