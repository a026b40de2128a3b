package ai.tidemark.scan.report;

import ai.tidemark.scan.inference.CorpusTest;
import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.source.SkipReason;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The result of a scan: a function of corpus, keys and settings alone, so the same bytes for any
 * number of workers and any order of files. Times are in {@code timing.json}.
 *
 * @param verdict of the corpus as a whole
 * @param settings the options it depends on
 * @param totals what was read
 * @param skipped what was not scored, by reason
 * @param tests the three tests of the corpus: sum, documents, tuples; what they say together is the
 *     verdict
 * @param results by era: the fleet first, then tenants by name
 * @param runnerUp the strongest tenant that is not {@code marked}; empty where there is none
 * @param wrongKeys fleet keys that were asked about only to show what a wrong key gives
 * @param decoys how keys that marked nothing score
 * @param documents documents judged together
 */
public record ScanReport(
    Verdict verdict,
    Settings settings,
    CorpusTotals totals,
    SortedMap<SkipReason, Long> skipped,
    List<CorpusTest> tests,
    List<CorpusResult> results,
    Optional<Finding> runnerUp,
    List<Finding> wrongKeys,
    DecoyReport decoys,
    DocumentsSummary documents) {

  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-report-v1";

  /** What a finding means; stands in every report. */
  public static final String MEANING =
      "The material depends on key K: were it independent of K, evidence this strong would appear"
          + " with probability at most p. This does not show who copied, when or by what right, and"
          + " does not exclude a leaked or imitated key, lawful quotation, or text that reached the"
          + " source through a prompt.";

  /** Validates. */
  public ScanReport {
    skipped = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(skipped));
    tests = List.copyOf(tests);
    results = List.copyOf(results);
    wrongKeys = List.copyOf(wrongKeys);
  }

  /** Returns {@code report.json}: canonical JSON, UTF-8; docs/formats/report.schema.json. */
  public byte[] toJson() {
    return ReportJson.bytes(this);
  }

  /** Returns about ten lines for a terminal, each ended by a newline. */
  public String summary() {
    return ReportText.summary(this);
  }

  /** Returns how many files and records were skipped. */
  public long skippedTotal() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }
}
