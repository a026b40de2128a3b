package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Names;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * The keys of an era, committed before use.
 *
 * @param deployment whose keys
 * @param era name of the era, once in a log
 * @param start from when its keys may mark
 * @param end until when, after start
 * @param serial 0, 1, 2...: nobody can leave out an era
 * @param previous leaf hash of the record with the serial before; {@link #NONE} for serial 0
 * @param profile what the keys are for
 * @param count of keys, 1..2^20
 * @param root of the era's {@link CommitmentFile}
 * @param beacon what they will be mixed with
 */
public record EraCommit(
    Instant time,
    String deployment,
    String era,
    Instant start,
    Instant end,
    int serial,
    String previous,
    ProfilePin profile,
    int count,
    String root,
    BeaconRule beacon)
    implements ControlRecord {
  static final String TYPE = "era-commit";

  /** The previous record of the first: 64 zeros. */
  public static final String NONE = "0".repeat(64);

  /** Validates. */
  public EraCommit {
    RecordTime.format(time);
    RecordTime.format(start);
    RecordTime.format(end);
    Check.text("deployment", deployment, Names.DEPLOYMENT);
    Check.text("era", era, Names.ERA);
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("start must lie before end");
    }
    Check.range("serial", serial, 0, Integer.MAX_VALUE);
    Check.hash("previous", previous);
    if ((serial == 0) != previous.equals(NONE)) {
      throw new IllegalArgumentException("previous must be 64 zeros for serial 0, and only there");
    }
    Check.range("count", count, 1, CommitmentFile.MOST_LEAVES);
    Check.hash("root", root);
  }

  /** Returns whether two eras' windows have an instant in common. */
  public boolean overlaps(EraCommit other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  static EraCommit read(StrictJson root, Instant time) {
    return new EraCommit(
        time,
        root.text("deployment"),
        root.text("era"),
        RecordTime.read(root, "start"),
        RecordTime.read(root, "end"),
        (int) root.integer("serial", 0, Integer.MAX_VALUE),
        root.text("previous"),
        ProfilePin.read(root),
        (int) root.integer("count", 1, CommitmentFile.MOST_LEAVES),
        root.text("root"),
        BeaconRule.read(root));
  }

  @Override
  public byte[] canonicalJson() {
    ObjectNode node =
        Check.begin(TYPE, time)
            .put("deployment", deployment)
            .put("era", era)
            .put("start", RecordTime.format(start))
            .put("end", RecordTime.format(end))
            .put("serial", serial)
            .put("previous", previous)
            .put("count", count)
            .put("root", root);
    profile.write(node);
    beacon.write(node);
    return Check.end(node);
  }
}
