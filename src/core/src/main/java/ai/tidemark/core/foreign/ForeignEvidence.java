package ai.tidemark.core.foreign;

import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;

/**
 * What a foreign key shows on some text.
 *
 * @param positions scored positions, repeats included
 * @param n distinct effective inputs counted, &gt;= 0
 * @param sum exact score sum, in the law's unit
 * @param law the null law of the scheme
 */
public record ForeignEvidence(long positions, long n, BigInteger sum, NullLaw law) {

  /** Returns ln p, the exact null probability of a sum this large, (-inf, 0]; 0 for n = 0. */
  public double lnP() {
    return law.lnP(n, sum);
  }

  /** Returns the Chernoff bound on ln p; never below {@link #lnP}. */
  public double lnBound() {
    return law.lnBound(n, sum);
  }
}
