package ai.tidemark.evidence.pack;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.Openings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The records of a log that a bundle must show, and the result of its report among them. */
final class LogExcerpt {
  private final Set<String> eras;
  private final Set<String> plans = new HashSet<>();
  private final List<LogRecords.Entry> entries = new ArrayList<>();

  private LogExcerpt(Openings openings) {
    this.eras = openings.eras().stream().map(Openings.Era::eraRecord).collect(Collectors.toSet());
  }

  /** Reads the whole log once. */
  static LogExcerpt of(LogReader log, Openings openings) {
    LogExcerpt excerpt = new LogExcerpt(openings);
    log.forEach(
        0,
        log.size(),
        (index, entry) -> {
          ControlRecord record = ControlRecord.parse("log entry " + index, entry);
          if (excerpt.belongs(record)) {
            excerpt.entries.add(new LogRecords.Entry(index, record));
          }
        });
    return excerpt;
  }

  private boolean belongs(ControlRecord record) {
    return switch (record) {
      case EraCommit _ -> true;
      case Activate activate -> eras.contains(activate.eraRecord());
      case KeyState state -> eras.contains(state.eraRecord());
      case PlanRecord plan -> {
        boolean tests = plan.eras().stream().anyMatch(eras::contains);
        if (tests) {
          plans.add(plan.leafHash());
        }
        yield tests;
      }
      case ResultRecord result -> plans.contains(result.plan());
      default -> false;
    };
  }

  /** Returns the records. */
  LogRecords records() {
    return new LogRecords(entries);
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
        records().of(PlanRecord.class).stream()
            .filter(plan -> plan.plan().equals(planSha256))
            .map(ControlRecord::leafHash)
            .toList();
    if (own.isEmpty()) {
      throw new BadInputException(
          "plan", "is not in the log, so nobody can see that it stood before the scan");
    }
    List<ResultRecord> finished =
        records().of(ResultRecord.class).stream()
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
