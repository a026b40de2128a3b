package ai.tidemark.evidence.verify;

import ai.tidemark.core.gumbel.Evidence;

/**
 * What an opened key shows, and what that costs.
 *
 * @param era whose key
 * @param key {@code fleet}, or the tenant's pseudonym
 * @param keyId public id of the key
 * @param form text form that was scored
 * @param evidence n and S as the report has them
 * @param lnP natural logarithm of the exact p of that evidence, (-inf, 0]
 * @param multiplicity what it pays for beside its own scan
 * @param lnCharged natural logarithm of the p after paying for the scan's hypotheses and for that,
 *     (-inf, 0]
 * @param verdict the report's word
 */
public record KeyFinding(
    String era,
    String key,
    String keyId,
    String form,
    Evidence evidence,
    double lnP,
    Multiplicity multiplicity,
    double lnCharged,
    String verdict) {
  private static final double LN_10 = StrictMath.log(10);

  /** Returns log10 of the exact p. */
  public double log10P() {
    return lnP / LN_10;
  }

  /** Returns log10 of the charged p. */
  public double log10Charged() {
    return lnCharged / LN_10;
  }
}
