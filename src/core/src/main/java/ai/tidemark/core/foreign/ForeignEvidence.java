package ai.tidemark.core.foreign;

import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.Locale;

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

  /** Returns the sum for people: nats to two places for exponential scores, else the count. */
  public String sumText() {
    return switch (law) {
      case NullLaw.ExponentialSum _, NullLaw.DualExponential _, NullLaw.QuantisedExponential _ ->
          String.format(Locale.ROOT, "%.2f", sum.doubleValue() * 0x1p-32);
      case NullLaw.Binomial _,
          NullLaw.WeightedBits _,
          NullLaw.TableBits _,
          NullLaw.GivenTuples _,
          NullLaw.Hypergeometric _ ->
          sum.toString();
    };
  }
}
