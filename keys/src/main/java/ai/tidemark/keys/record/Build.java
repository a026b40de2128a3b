package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import java.time.Instant;

/**
 * The software in use from here on.
 *
 * @param version for people, printable ASCII without spaces
 * @param digest SHA-256 of the program, 64 hex digits
 */
public record Build(Instant time, String version, String digest) implements ControlRecord {
  static final String TYPE = "build";

  /** Validates. */
  public Build {
    RecordTime.format(time);
    Check.text("version", version, "[!-~]{1,64}");
    Check.hash("digest", digest);
  }

  static Build read(StrictJson root, Instant time) {
    return new Build(time, root.text("version"), root.text("digest"));
  }

  @Override
  public byte[] canonicalJson() {
    return Check.end(Check.begin(TYPE, time).put("version", version).put("digest", digest));
  }
}
