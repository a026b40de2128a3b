package ai.tidemark.core.sequential;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Evidence of one stream that may be looked at after every tuple and stopped at any time: the
 * largest E so far and when it first reached 1 / alpha. By Ville's inequality (1939) the
 * probability that it ever does without dependence on the key is at most alpha, and 1 / max E is a
 * p-value at every time.
 *
 * <p>It is told the totals (n, S) of one growing set of distinct tuples, the deduplicated evidence
 * of the stream up to now, never the evidence of a part. Two processes cannot be combined: each
 * document shard would count shared tuples again. Totals that shrink are refused, as those of
 * another shard would. Not thread-safe.
 */
public final class EProcess {
  private final Mixture mixture;
  private final double lnGoal;
  private long n;
  private BigInteger sum = BigInteger.ZERO;
  private double lnNow;
  private double lnLargest;
  private OptionalLong stop = OptionalLong.empty();

  /**
   * A stream of which nothing was seen yet.
   *
   * @param mixture fixed before looking; of a law whose tuples are independent
   * @param lnAlpha natural logarithm of the level, negative; fixed before looking
   */
  public EProcess(Mixture mixture, double lnAlpha) {
    if (!mixture.alongAStream()) {
      throw new IllegalArgumentException(
          "mixture must be of independent tuples, but is of " + mixture.law());
    }
    if (!(lnAlpha < 0 && lnAlpha > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException("lnAlpha must be negative, but is " + lnAlpha);
    }
    this.mixture = mixture;
    this.lnGoal = -lnAlpha;
  }

  /**
   * Looks at the stream.
   *
   * @param totalN distinct tuples of the whole stream so far, not fewer than at the last look
   * @param totalSum their exact score sum, in the law's unit, not less than at the last look
   * @return whether E has ever reached 1 / alpha
   */
  public boolean look(long totalN, BigInteger totalSum) {
    if (totalN < n || totalSum.compareTo(sum) < 0 || (totalN == n && !totalSum.equals(sum))) {
      throw new IllegalArgumentException(
          "totals must grow together from ("
              + n
              + ", "
              + sum
              + "), but are ("
              + totalN
              + ", "
              + totalSum
              + "): an e-process takes the deduplicated totals of one stream");
    }
    n = totalN;
    sum = totalSum;
    lnNow = mixture.lnE(n, sum);
    lnLargest = Math.max(lnLargest, lnNow);
    if (stop.isEmpty() && lnNow >= lnGoal) {
      stop = OptionalLong.of(n);
    }
    return stop.isPresent();
  }

  /** Returns ln E now. */
  public double lnE() {
    return lnNow;
  }

  /** Returns ln of the largest E at any look; at least 0, the start. */
  public double lnLargest() {
    return lnLargest;
  }

  /** Returns ln of the anytime-valid p-value, 1 / max E; (-inf, 0]. */
  public double lnP() {
    return 0.0 - lnLargest;
  }

  /** Returns n at the first look at which E had reached 1 / alpha. */
  public OptionalLong stop() {
    return stop;
  }
}
