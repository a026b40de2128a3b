package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import java.time.Instant;

/**
 * A policy document in force from here on.
 *
 * @param sha256 of the document, 64 hex digits
 */
public record Policy(Instant time, String sha256) implements ControlRecord {
  static final String TYPE = "policy";

  /** Validates. */
  public Policy {
    RecordTime.format(time);
    Check.hash("sha256", sha256);
  }

  static Policy read(StrictJson root, Instant time) {
    return new Policy(time, root.text("sha256"));
  }

  @Override
  public byte[] canonicalJson() {
    return Check.end(Check.begin(TYPE, time).put("sha256", sha256));
  }
}
