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
   * Somebody asked it to stop; there is no report.
   *
   * @param progress how far it was
   * @param resumable whether it left a checkpoint to go on from; otherwise it left no files
   */
  record Interrupted(ScanProgress progress, boolean resumable) implements ScanOutcome {}
}
