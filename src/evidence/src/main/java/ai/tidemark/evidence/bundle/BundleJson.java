package ai.tidemark.evidence.bundle;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.util.Base64;
import java.util.function.Function;

/** Reads the JSON of a bundle: canonical bytes, and no field too many or too few. */
public final class BundleJson {
  /** SHA-256 and other 32-byte values. */
  public static final String HEX_32 = "[0-9a-f]{64}";

  /** RFC 3339 in UTC, whole seconds. */
  public static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

  private BundleJson() {}

  /**
   * Reads a document.
   *
   * @param shape takes its fields; the fields it leaves are refused
   * @throws BundleException {@link Code#JSON_NOT_CANONICAL} or {@link Code#FORMAT}
   */
  public static <T> T read(String where, byte[] json, Function<StrictJson, T> shape) {
    StrictJson root;
    try {
      root = StrictJson.parseCanonical(where, json);
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BundleException(Code.JSON_NOT_CANONICAL, String.valueOf(e.getMessage()), e);
    }
    try {
      T value = shape.apply(root);
      root.end();
      return value;
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BundleException(Code.FORMAT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns a field in base64 (RFC 4648 section 4, padded), in the only form it may have. */
  public static byte[] base64(StrictJson json, String name) {
    String text = json.text(name);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // refused below
    }
    throw new BadInputException(json.where() + "/" + name, "must be padded base64");
  }
}
