package ai.tidemark.evidence.bundle;

import java.util.Locale;

/** What a bundle claims; a verifier answers each by itself. */
public enum BundleClaim {
  /** The bytes are those that a trusted signer signed, and each file has its format. */
  AUTHENTIC,
  /** The log holds commitments, plan and result, in that order, each at a time from outside. */
  TIME,
  /** The opened keys are the committed ones, and the p-values pay for how many there were. */
  KEYS,
  /** The numbers of the report follow from the scored blocks, or from the texts. */
  RECOMPUTED,
  /** Keys that marked nothing score as the null law says, and the known answers hold. */
  CALIBRATED;

  /** Returns the word that trust policies and verifiers use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
