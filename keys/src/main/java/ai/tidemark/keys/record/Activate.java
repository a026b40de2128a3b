package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An era's keys exist from here on: its beacon value is known.
 *
 * @param era name of the era
 * @param eraRecord leaf hash of its {@link EraCommit}
 * @param beacon what its keys are mixed with
 * @param coinCommitment commitment of its coin key, 64 hex digits
 */
public record Activate(
    Instant time, String era, String eraRecord, BeaconValue beacon, String coinCommitment)
    implements ControlRecord {
  static final String TYPE = "activate";

  /** Validates. */
  public Activate {
    RecordTime.format(time);
    Check.text("era", era, Names.ERA);
    Check.hash("eraRecord", eraRecord);
    Check.hash("coinCommitment", coinCommitment);
  }

  static Activate read(StrictJson root, Instant time) {
    return new Activate(
        time,
        root.text("era"),
        root.text("eraRecord"),
        BeaconValue.read(root),
        root.text("coinCommitment"));
  }

  @Override
  public byte[] canonicalJson() {
    ObjectNode node =
        Check.begin(TYPE, time)
            .put("era", era)
            .put("eraRecord", eraRecord)
            .put("coinCommitment", coinCommitment);
    beacon.write(node);
    return Check.end(node);
  }
}
