package ai.tidemark.evidence.pack;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.bundle.LogSelection;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.Openings;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a log that a bundle must show, and the result of its report among them.
 *
 * @param records by index
 */
record LogExcerpt(LogRecords records) {

  /** Reads the whole log once. */
  static LogExcerpt of(LogReader log, Openings openings) {
    LogSelection selection = new LogSelection(openings);
    List<LogRecords.Entry> entries = new ArrayList<>();
    log.forEach(
        0,
        log.size(),
        (index, entry) -> {
          ControlRecord record = ControlRecord.parse("log entry " + index, entry);
          if (selection.takes(record)) {
            entries.add(new LogRecords.Entry(index, record));
          }
        });
    return new LogExcerpt(new LogRecords(entries));
  }

  /**
   * Returns the result of a report.
   *
   * @param planSha256 of the plan file
   * @param reportSha256 of the report
   * @throws BadInputException if the log holds no such plan, no result of it, or another report
   */
  ResultRecord result(String planSha256, String reportSha256) {
    List<String> own =
        records.of(PlanRecord.class).stream()
            .filter(plan -> plan.plan().equals(planSha256))
            .map(ControlRecord::leafHash)
            .toList();
    if (own.isEmpty()) {
      throw new BadInputException(
          "plan", "is not in the log, so nobody can see that it stood before the scan");
    }
    List<ResultRecord> finished =
        records.of(ResultRecord.class).stream()
            .filter(result -> own.contains(result.plan()))
            .filter(result -> result.outcome() == ResultRecord.Outcome.FINISHED)
            .toList();
    if (finished.isEmpty()) {
      throw new BadInputException(
          "plan", "has no finished result in the log; scan with --plan, and let it finish");
    }
    return finished.stream()
        .filter(result -> result.report().equals(reportSha256))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "report.json", "is not the report that the log has as the plan's result"));
  }
}
