package ai.tidemark.core.gumbel;

import ai.tidemark.core.law.GammaTail;

/**
 * What a key shows on some text: n counted tuples and the exact sum of their scores.
 *
 * @param n distinct tuples counted, &gt;= 0
 * @param sum S, in units of 2^-32
 */
public record Evidence(long n, ScoreSum sum) {
  /** No tuple counted. */
  public static final Evidence NONE = new Evidence(0, ScoreSum.ZERO);

  /** Validates. */
  public Evidence {
    if (n < 0) {
      throw new IllegalArgumentException("n must not be negative, but is " + n);
    }
  }

  /** Returns both together: n and S add, because the tuples are disjoint PRF inputs. */
  public Evidence plus(Evidence other) {
    return new Evidence(Math.addExact(n, other.n), sum.plus(other.sum));
  }

  /**
   * Returns ln p = ln Q(n, S 2^-32), the exact null probability of a sum this large; 0 for n = 0.
   * Range (-inf, 0].
   */
  public double lnP() {
    return GammaTail.lnQ(n, sum.toBigInteger());
  }

  /**
   * Returns the Chernoff bound on ln p that two lines of arithmetic can check; never below {@link
   * #lnP}.
   */
  public double lnBound() {
    return GammaTail.lnBound(n, sum.toBigInteger());
  }
}
