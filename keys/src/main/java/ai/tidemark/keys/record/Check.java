package ai.tidemark.keys.record;

import ai.tidemark.core.json.CanonicalJson;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What all records share: fields they begin with, patterns, ranges. */
final class Check {
  /** A SHA-256, a tag, a root. */
  static final String HASH = "[0-9a-f]{64}";

  /** Largest integer that every JSON reader keeps exact. */
  static final long MOST_INTEGER = (1L << 53) - 1;

  private Check() {}

  /** Begins a record. */
  static ObjectNode begin(String type, Instant time) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("format", ControlRecord.FORMAT)
        .put("type", type)
        .put("time", RecordTime.format(time));
  }

  /** Ends a record. */
  static byte[] end(ObjectNode root) {
    byte[] bytes = CanonicalJson.bytes(root);
    if (bytes.length > ControlRecord.MOST_BYTES) {
      throw new IllegalArgumentException(
          "a record has at most "
              + ControlRecord.MOST_BYTES
              + " bytes, but this one has "
              + bytes.length);
    }
    return bytes;
  }

  static void hash(String what, String value) {
    text(what, value, HASH);
  }

  static void text(String what, String value, String pattern) {
    if (!value.matches(pattern)) {
      throw new IllegalArgumentException(what + " must match " + pattern);
    }
  }

  static void range(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be in " + least + ".." + most + ", but is " + value);
    }
  }
}
