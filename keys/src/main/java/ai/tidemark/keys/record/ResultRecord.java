package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;

/**
 * What became of a plan: scans that failed and scans that were given up are recorded too.
 *
 * @param plan leaf hash of the {@link PlanRecord}
 * @param outcome how it ended
 * @param corpus manifest root of what was read, or {@link #UNKNOWN}
 * @param report SHA-256 of the report, or {@link #NO_REPORT}; a finished scan has one
 * @param started when the scan began
 * @param ended when it ended, not before it began
 */
public record ResultRecord(
    Instant time,
    String plan,
    Outcome outcome,
    String corpus,
    String report,
    Instant started,
    Instant ended)
    implements ControlRecord {
  static final String TYPE = "result";

  /** What was read is not known. */
  public static final String UNKNOWN = "unknown";

  /** There is no report. */
  public static final String NO_REPORT = "none";

  /** How a scan ended. */
  public enum Outcome {
    /** With a report. */
    FINISHED("finished"),
    /** By an error. */
    FAILED("failed"),
    /** By a person. */
    ABANDONED("abandoned");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** Returns the word in the record. */
    public String word() {
      return word;
    }
  }

  /** Validates. */
  public ResultRecord {
    RecordTime.format(time);
    RecordTime.format(started);
    RecordTime.format(ended);
    Check.hash("plan", plan);
    Check.text("corpus", corpus, UNKNOWN + "|" + Check.HASH);
    Check.text("report", report, NO_REPORT + "|" + Check.HASH);
    if (outcome == Outcome.FINISHED && report.equals(NO_REPORT)) {
      throw new IllegalArgumentException("a finished scan has a report");
    }
    if (ended.isBefore(started)) {
      throw new IllegalArgumentException("ended must not lie before started");
    }
  }

  static ResultRecord read(StrictJson root, Instant time) {
    String word = root.text("outcome");
    Outcome outcome =
        Arrays.stream(Outcome.values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow(
                () -> new BadInputException(root.where() + "/outcome", "is not a known outcome"));
    return new ResultRecord(
        time,
        root.text("plan"),
        outcome,
        root.text("corpus"),
        root.text("report"),
        RecordTime.read(root, "started"),
        RecordTime.read(root, "ended"));
  }

  @Override
  public byte[] canonicalJson() {
    ObjectNode node =
        Check.begin(TYPE, time)
            .put("plan", plan)
            .put("outcome", outcome.word())
            .put("corpus", corpus)
            .put("report", report)
            .put("started", RecordTime.format(started))
            .put("ended", RecordTime.format(ended));
    return Check.end(node);
  }
}
