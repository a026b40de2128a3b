package ai.tidemark.scan.foreign;

import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.scan.inference.Verdict;

/**
 * The result of one foreign key on one form of a text.
 *
 * @param profile profile id
 * @param key name of the key, for people
 * @param form which form of the text was scored
 * @param evidence n and S
 * @param lnP natural logarithm of the exact p, (-inf, 0]
 * @param adjustedLnP the same after paying for every hypothesis tested beside it (Holm)
 * @param power that a fully marked text of this n, as {@link ForeignPower} assumes one, is {@code
 *     marked}
 * @param seen excess of the mean score over chance, as a share of the excess assumed of fully
 *     marked text, that would have been {@code marked} with power 99 %; infinite where none would
 * @param verdict at the adjusted p
 */
public record ForeignFinding(
    String profile,
    String key,
    Form form,
    ForeignEvidence evidence,
    double lnP,
    double adjustedLnP,
    double power,
    double seen,
    Verdict verdict) {

  private static final double LN_10 = StrictMath.log(10);

  /** Which form of a text is scored. */
  public enum Form {
    /** Token ids as given. */
    IDS("ids"),
    /** The text as it stands. */
    RAW("raw"),
    /** The text after the normaliser N1. */
    NORMALISED("normalised");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    /** Returns the word that reports print. */
    public String word() {
      return word;
    }
  }

  /** Returns log10 of the exact p. */
  public double log10P() {
    return lnP / LN_10;
  }

  /** Returns log10 of the Chernoff bound on p. */
  public double log10Bound() {
    return evidence.lnBound() / LN_10;
  }

  /** Returns log10 of the adjusted p. */
  public double adjustedLog10P() {
    return adjustedLnP / LN_10;
  }
}
