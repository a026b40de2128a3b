package ai.tidemark.evidence.plan;

import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import java.util.Optional;

/** Where plans and their results are recorded. */
@FunctionalInterface
public interface ScanLog {
  /**
   * Appends a record and waits until a checkpoint that includes it is on disk.
   *
   * @throws ai.tidemark.core.BadInputException if that cannot be done
   */
  void append(ControlRecord record);

  /**
   * Returns the last record of a plan that has no result yet: a plan that was logged ahead, so that
   * outside time could be had for it before the scan.
   *
   * @param plan SHA-256 of the plan, 64 hex digits
   */
  default Optional<PlanRecord> waiting(String plan) {
    return Optional.empty();
  }
}
