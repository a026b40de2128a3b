package ai.tidemark.scan.report;

/** The report for people. */
final class ReportText {
  private ReportText() {}

  static String summary(ScanReport report) {
    throw new UnsupportedOperationException("not written yet: " + report.verdict());
  }
}
