package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An entry of the control log: exactly the canonical JSON (RFC 8785) of one record. Every record
 * carries the time its writer claims. Hashes and tags are lower-case hex. Schema:
 * docs/formats/control-record.schema.json.
 */
public sealed interface ControlRecord
    permits EraCommit,
        Activate,
        KeyState,
        PlanRecord,
        ResultRecord,
        LedgerRoot,
        Gap,
        Build,
        Policy {
  /** Value of the field {@code format}. */
  String FORMAT = "tidemark-record-v1";

  /** Most bytes of a record: the log's entries have a length of 16 bits. */
  int MOST_BYTES = 0xffff;

  /** Returns the time the writer claims, in whole seconds. */
  Instant time();

  /** Returns the log entry, UTF-8. */
  byte[] canonicalJson();

  /** Returns the hash of the entry as a leaf of the log (RFC 6962), 64 hex digits. */
  default String leafHash() {
    return HexFormat.of().formatHex(Merkle.leaf(canonicalJson()));
  }

  /**
   * Reads a log entry.
   *
   * @param where names the source in messages
   * @throws BadInputException if it is not a record, or not in its canonical form
   */
  static ControlRecord parse(String where, byte[] entry) {
    if (entry.length > MOST_BYTES) {
      throw new BadInputException(
          where, "has " + entry.length + " bytes; a record has at most " + MOST_BYTES);
    }
    StrictJson root = StrictJson.parse(where, entry);
    root.requireText("format", FORMAT);
    String type = root.text("type");
    Instant time = RecordTime.read(root, "time");
    ControlRecord read;
    try {
      read =
          switch (type) {
            case EraCommit.TYPE -> EraCommit.read(root, time);
            case Activate.TYPE -> Activate.read(root, time);
            case KeyState.TYPE -> KeyState.read(root, time);
            case PlanRecord.TYPE -> PlanRecord.read(root, time);
            case ResultRecord.TYPE -> ResultRecord.read(root, time);
            case LedgerRoot.TYPE -> LedgerRoot.read(root, time);
            case Gap.TYPE -> Gap.read(root, time);
            case Build.TYPE -> Build.read(root, time);
            case Policy.TYPE -> Policy.read(root, time);
            default -> throw new BadInputException(where + "#/type", "is not a known record");
          };
      root.end();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
    if (!Arrays.equals(entry, read.canonicalJson())) {
      throw new BadInputException(where, "is not in its canonical form (RFC 8785)");
    }
    return read;
  }
}
