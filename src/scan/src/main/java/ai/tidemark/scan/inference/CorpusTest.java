package ai.tidemark.scan.inference;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One of the three tests of a corpus, each with a part of alpha that is fixed beforehand: dense and
 * weak evidence shows in the sum, a few wholly copied documents show in Simes' test, and sparse
 * evidence within texts in the law of the tuples' p-values.
 *
 * @param kind which test
 * @param n what it counted: distinct tuples of the strongest key, testable documents, or distinct
 *     fleet tuples of the slice
 * @param lnP natural logarithm of the strongest p before it is paid for, (-inf, 0]
 * @param adjustedLnP after paying for its part of alpha and all hypotheses within the test
 * @param verdict at the adjusted p
 * @param leastLnP the smallest adjusted ln p that the test can give; empty where there is no such
 *     limit
 * @param couldSee what it could have seen with power 99 %: for the sum the smallest share of the
 *     fleet's tuples, times 10^6, rounded up; for documents the number of tuples from which a
 *     single wholly marked document would have been enough; empty where nothing would, or it is not
 *     known
 */
public record CorpusTest(
    Kind kind,
    long n,
    double lnP,
    double adjustedLnP,
    Verdict verdict,
    OptionalDouble leastLnP,
    OptionalLong couldSee) {

  private static final double LN_10 = StrictMath.log(10);

  /** The three tests. */
  public enum Kind {
    /** Sum of scores over globally distinct tuples; Holm over all keys. */
    SUM("sum", 2),
    /** Simes (1986) over the documents' p-values. */
    DOCUMENTS("documents", 4),
    /** Higher criticism over the p-values of distinct tuples, simulated null. */
    TUPLES("tuples", 4);

    private final String word;
    private final int weight;

    Kind(String word, int weight) {
      this.word = word;
      this.weight = weight;
    }

    /** Returns the word that reports print. */
    public String word() {
      return word;
    }

    /** Returns 1 / the part of alpha that the test has. */
    public int weight() {
      return weight;
    }
  }

  /** Returns this test without a verdict of its own, where p-values do not hold. */
  public CorpusTest withheld() {
    return new CorpusTest(kind, n, lnP, adjustedLnP, Verdict.INVALID, leastLnP, couldSee);
  }

  /** Returns log10 of the strongest p. */
  public double log10P() {
    return 0.0 + lnP / LN_10;
  }

  /** Returns log10 of the adjusted p. */
  public double adjustedLog10P() {
    return 0.0 + adjustedLnP / LN_10;
  }
}
