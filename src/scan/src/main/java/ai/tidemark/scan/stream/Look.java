package ai.tidemark.scan.stream;

import ai.tidemark.scan.foreign.ForeignFinding.Form;
import ai.tidemark.scan.inference.Verdict;
import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * What a stream shows for one key when it is looked at.
 *
 * @param key for people: whose
 * @param form which form of the texts is counted
 * @param n distinct tuples so far
 * @param sum their exact score sum, in the law's unit
 * @param sumText the same for people
 * @param lnE natural logarithm of the e-value now
 * @param lnP natural logarithm of the p-value that holds at every time: 1 / the largest e-value so
 *     far, times the number of hypotheses; at most 0
 * @param stop distinct tuples at the first look that was {@code marked}
 * @param power that fully marked text of this n would have been {@code marked} by now; at least,
 *     for the looks before are not counted
 * @param verdict at {@code lnP}; once {@code marked}, for good
 */
public record Look(
    String key,
    Form form,
    long n,
    BigInteger sum,
    String sumText,
    double lnE,
    double lnP,
    OptionalLong stop,
    double power,
    Verdict verdict) {
  private static final double LN_10 = StrictMath.log(10);

  /** Returns log10 of the e-value now. */
  public double log10E() {
    return lnE / LN_10;
  }

  /** Returns log10 of the p-value that holds at every time. */
  public double log10P() {
    return lnP / LN_10;
  }
}
