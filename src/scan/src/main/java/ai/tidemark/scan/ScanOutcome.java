package ai.tidemark.scan;

import ai.tidemark.scan.report.ScanReport;

/** How a scan ended. */
public sealed interface ScanOutcome {

  /**
   * It finished, whatever the verdict; its files are in place.
   *
   * @param report the same as {@code report.json}
   */
  record Finished(ScanReport report) implements ScanOutcome {}

  /**
   * Somebody asked it to stop; it left no files.
   *
   * @param progress how far it was
   */
  record Interrupted(ScanProgress progress) implements ScanOutcome {}
}
