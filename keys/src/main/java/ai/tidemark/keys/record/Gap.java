package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import java.time.Instant;

/**
 * Records that a node wrote and lost: said, never closed silently.
 *
 * @param node number of the node, 0..2^31-1
 * @param from first lost sequence number
 * @param to last lost sequence number, not below from
 */
public record Gap(Instant time, int node, long from, long to) implements ControlRecord {
  static final String TYPE = "gap";

  /** Validates. */
  public Gap {
    RecordTime.format(time);
    Check.range("node", node, 0, Integer.MAX_VALUE);
    Check.range("from", from, 0, Check.MOST_INTEGER);
    Check.range("to", to, from, Check.MOST_INTEGER);
  }

  static Gap read(StrictJson root, Instant time) {
    return new Gap(
        time,
        (int) root.integer("node", 0, Integer.MAX_VALUE),
        root.integer("from", 0, Check.MOST_INTEGER),
        root.integer("to", 0, Check.MOST_INTEGER));
  }

  @Override
  public byte[] canonicalJson() {
    return Check.end(Check.begin(TYPE, time).put("node", node).put("from", from).put("to", to));
  }
}
