package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import java.time.Instant;

/**
 * A ledger log's state, bound into the control log.
 *
 * @param origin of the ledger log
 * @param size its number of entries, 0..2^53-1
 * @param root its Merkle root
 */
public record LedgerRoot(Instant time, String origin, long size, String root)
    implements ControlRecord {
  static final String TYPE = "ledger-root";

  /** Validates. */
  public LedgerRoot {
    RecordTime.format(time);
    Check.text("origin", origin, "[!-*,-~]{1,255}");
    Check.range("size", size, 0, Check.MOST_INTEGER);
    Check.hash("root", root);
  }

  static LedgerRoot read(StrictJson root, Instant time) {
    return new LedgerRoot(
        time, root.text("origin"), root.integer("size", 0, Check.MOST_INTEGER), root.text("root"));
  }

  @Override
  public byte[] canonicalJson() {
    return Check.end(
        Check.begin(TYPE, time).put("origin", origin).put("size", size).put("root", root));
  }
}
