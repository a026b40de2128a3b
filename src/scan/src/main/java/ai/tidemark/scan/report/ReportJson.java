package ai.tidemark.scan.report;

/** The report for machines. */
final class ReportJson {
  private ReportJson() {}

  static byte[] bytes(ScanReport report) {
    throw new UnsupportedOperationException("not written yet: " + report.verdict());
  }
}
