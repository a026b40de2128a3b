package ai.tidemark.core.power;

import ai.tidemark.core.law.BinomialTail;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the exact binomial test can see: marked tuples are green with probability {@code marked},
 * others with the null's; both the critical count and the power are exact.
 *
 * @param successes numerator of the null rate
 * @param of its denominator
 * @param marked rate of fully marked text, in (null rate, 1)
 */
public record GreenListPower(long successes, long of, double marked) {
  private static final long GRAIN = 1L << 52;

  /** Validates. */
  public GreenListPower {
    if (successes < 1 || successes >= of || !(marked > (double) successes / of && marked < 1)) {
      throw new IllegalArgumentException(
          "need 0 < successes < of and marked in (successes / of, 1), but have "
              + successes
              + ", "
              + of
              + ", "
              + marked);
    }
  }

  /**
   * Returns the smallest k with ln P(Bin(n, g0) &gt;= k) &lt;= lnAlpha; n + 1 if even n greens do
   * not reach it.
   *
   * @param n tuples, at least 0
   * @param lnAlpha negative
   */
  public long criticalCount(long n, double lnAlpha) {
    return least(0, n + 1, k -> BinomialTail.lnUpper(n, k, successes, of) <= lnAlpha);
  }

  /**
   * Returns the probability that n tuples reach ln p &lt;= lnAlpha.
   *
   * @param n tuples, at least 0
   * @param lnAlpha negative, already charged for the hypotheses ({@link Power#lnAlpha})
   * @param share of the tuples that are marked, in [0, 1]
   */
  public double probability(long n, double lnAlpha, double share) {
    if (!(share >= 0 && share <= 1) || !(lnAlpha < 0)) {
      throw new IllegalArgumentException(
          "need share in [0, 1] and lnAlpha < 0, but have " + share + ", " + lnAlpha);
    }
    return reach(n, criticalCount(n, lnAlpha), share);
  }

  private double reach(long n, long critical, double share) {
    double g0 = (double) successes / of;
    long rate = Math.round((g0 + share * (marked - g0)) * GRAIN);
    return critical > n ? 0 : StrictMath.exp(BinomialTail.lnUpper(n, critical, rate, GRAIN));
  }

  /**
   * Returns the fewest tuples that reach a power. Counts are whole: as long as the critical count
   * stays the power rises with n, and it falls a little where the count rises. So the search is
   * over critical counts, each at the largest n that it suffices for.
   *
   * @param lnAlpha negative
   * @param power in (0, 1)
   * @param share of the tuples that are marked, in (0, 1]
   * @return n, or empty where {@link Power#MOST_TUPLES} do not suffice
   */
  public OptionalLong tuplesFor(double lnAlpha, double power, double share) {
    if (!(power > 0 && power < 1)) {
      throw new IllegalArgumentException("power must be in (0, 1), but is " + power);
    }
    if (probability(Power.MOST_TUPLES, lnAlpha, share) < power) {
      return OptionalLong.empty();
    }
    long enough = least(1, Power.MOST_TUPLES, k -> reach(most(k, lnAlpha), k, share) >= power);
    return OptionalLong.of(
        least(enough, most(enough, lnAlpha), n -> reach(n, enough, share) >= power));
  }

  /**
   * Returns the smallest share that n tuples show with a power.
   *
   * @param lnAlpha negative
   * @param power in (0, 1)
   * @param n tuples, at least 0
   * @return the share, rounded up by less than 1e-6 of itself, or empty where even share 1 is not
   *     shown
   */
  public OptionalDouble shareFor(double lnAlpha, double power, long n) {
    if (!(power > 0 && power < 1 && lnAlpha < 0)) {
      throw new IllegalArgumentException(
          "need power in (0, 1) and lnAlpha < 0, but have " + power + ", " + lnAlpha);
    }
    long critical = criticalCount(n, lnAlpha);
    if (reach(n, critical, 1) < power) {
      return OptionalDouble.empty();
    }
    double low = 0;
    double high = 1;
    while (high - low > high * 1e-6 && high > 1e-12) {
      double middle = (low + high) / 2;
      if (reach(n, critical, middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(high);
  }

  /** Returns the largest n for which k greens reach the level; less than k if none does. */
  private long most(long k, double lnAlpha) {
    return least(k, Power.MOST_TUPLES + k, n -> BinomialTail.lnUpper(n, k, successes, of) > lnAlpha)
        - 1;
  }

  private interface Suffices {
    boolean at(long x);
  }

  /** Returns the smallest x in from..to that suffices; to always does, and from one on all do. */
  private static long least(long from, long to, Suffices suffices) {
    long step = 1;
    long tooFew = from - 1;
    while (tooFew + step < to && !suffices.at(tooFew + step)) {
      tooFew += step;
      step *= 2;
    }
    long enough = Math.min(to, tooFew + step);
    while (enough - tooFew > 1) {
      long middle = (tooFew + enough) >>> 1;
      if (suffices.at(middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }
}
