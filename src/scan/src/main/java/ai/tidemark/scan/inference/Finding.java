package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.Evidence;

/**
 * The result of one hypothesis.
 *
 * @param claim what it is about
 * @param era whose keys
 * @param name {@code fleet}, or the tenant's pseudonym
 * @param keyId public id of the key
 * @param form the text form with the smaller p; both are paid for
 * @param evidence n and S on that form
 * @param lnP natural logarithm of the exact p of that evidence, (-inf, 0]
 * @param adjustedLnP the same after paying for both forms, for the share of alpha that the test
 *     has, and for every hypothesis tested beside it (Holm), (-inf, 0]
 * @param power probability that fully marked text of this length is {@code marked}, [0, 1]
 * @param verdict at the adjusted p
 */
public record Finding(
    Claim claim,
    String era,
    String name,
    String keyId,
    TextForm form,
    Evidence evidence,
    double lnP,
    double adjustedLnP,
    double power,
    Verdict verdict) {

  private static final double LN_10 = StrictMath.log(10);

  /** Returns this finding as {@code invalid}: n and S stand, its p-values are not to be shown. */
  public Finding withheld() {
    return new Finding(
        claim, era, name, keyId, form, evidence, lnP, adjustedLnP, power, Verdict.INVALID);
  }

  /** Returns whether it is shown at alpha or at the alert level. */
  public boolean shown() {
    return verdict == Verdict.MARKED || verdict == Verdict.ALERT;
  }

  /** Returns log10 of the exact p. */
  public double log10P() {
    return lnP / LN_10;
  }

  /** Returns log10 of the adjusted p. */
  public double adjustedLog10P() {
    return adjustedLnP / LN_10;
  }
}
