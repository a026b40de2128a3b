package ai.tidemark.core.sequential;

import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;

/**
 * An e-value: a function of the evidence (n, S) whose mean is at most 1 when the text is
 * independent of the key, for it is an average of likelihood ratios over alternatives fixed in
 * advance. Rises with S.
 *
 * <p>There is no product here, on purpose. E-values of document shards share tuples and their
 * product is not an e-value (statistics of the documentation, "which merges are true"); what adds
 * is (n, S) over disjoint tuples, and the mixture is taken of the total.
 */
public sealed interface Mixture permits BinomialMixture, TiltMixture {

  /** Returns the law that the evidence has under the null. */
  NullLaw law();

  /**
   * Returns ln E.
   *
   * @param n distinct tuples counted, &gt;= 0
   * @param sum exact score sum, &gt;= 0, in the law's unit
   * @return natural logarithm, finite; 0 for n = 0
   */
  double lnE(long n, BigInteger sum);

  /**
   * Returns whether the mixture is also an e-process along a stream of fresh tuples: a nonnegative
   * supermartingale that starts at 1 (Ville 1939).
   */
  boolean alongAStream();

  /**
   * Returns the default mixture of a law, tilts over all sizes of shift. For bits at a known
   * expected rate {@link BinomialMixture#expecting} stops a little earlier, and at shares of a
   * percent later: spread over all rates, little of its weight lies near the null.
   */
  static Mixture of(NullLaw law) {
    return TiltMixture.of(law);
  }

  /**
   * Returns ln of the average of e-values, which is an e-value under any dependence: for document
   * shards, several tokenizers or several detectors.
   *
   * @param lnE natural logarithms, shape [k], k &gt;= 1, not modified
   */
  static double lnAverage(double[] lnE) {
    if (lnE.length == 0) {
      throw new IllegalArgumentException("lnE must not be empty");
    }
    return LogSum.of(lnE, lnE.length) - StrictMath.log(lnE.length);
  }
}
