package ai.tidemark.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** Canonical JSON (RFC 8785): one byte sequence per value, so that a hash means something. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** Returns the canonical form, UTF-8 bytes without a trailing newline. */
  public static byte[] bytes(JsonNode value) {
    try {
      return new JsonCanonicalizer(value.toString()).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalArgumentException("value has no canonical JSON form", e);
    }
  }
}
