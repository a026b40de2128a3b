package ai.tidemark.scan.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The documents of a corpus, judged together.
 *
 * @param documents scored documents
 * @param testable those with enough tuples, m of Benjamini-Hochberg
 * @param minimumTuples n from which a document is testable
 * @param flagged documents at or below the threshold
 * @param lnThreshold natural logarithm of the largest flagged p; empty if none is flagged
 * @param atLeast how many of the flagged documents depend on a key at least, with confidence 99 %
 *     (closed Simes tests); empty where that is not claimed
 * @param acceptedTenants tenants whose evidence was added to the fleet's
 * @param histogram testable documents by -log10 p: entry i counts [i, i + 1), the last one the rest
 * @param files which files hold the flagged documents; empty where none was judged
 */
public record DocumentsSummary(
    long documents,
    long testable,
    long minimumTuples,
    long flagged,
    OptionalDouble lnThreshold,
    OptionalLong atLeast,
    List<Accepted> acceptedTenants,
    List<Long> histogram,
    Optional<FileFindings> files) {

  /**
   * A tenant that the corpus is marked by.
   *
   * @param era whose key of it
   * @param tenant its pseudonym
   */
  public record Accepted(String era, String tenant) {}

  /** No document judged. */
  public static final DocumentsSummary NONE =
      new DocumentsSummary(
          0,
          0,
          0,
          0,
          OptionalDouble.empty(),
          OptionalLong.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  /** Entries of the histogram. */
  public static final int BINS = 21;

  /** Validates. */
  public DocumentsSummary {
    acceptedTenants = List.copyOf(acceptedTenants);
    histogram = List.copyOf(histogram);
  }
}
