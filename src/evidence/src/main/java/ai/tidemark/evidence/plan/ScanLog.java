package ai.tidemark.evidence.plan;

import ai.tidemark.keys.record.ControlRecord;

/** Where plans and their results are recorded. */
@FunctionalInterface
public interface ScanLog {
  /**
   * Appends a record and waits until a checkpoint that includes it is on disk.
   *
   * @throws ai.tidemark.core.BadInputException if that cannot be done
   */
  void append(ControlRecord record);
}
