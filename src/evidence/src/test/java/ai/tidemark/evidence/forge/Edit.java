package ai.tidemark.evidence.forge;

import ai.tidemark.core.json.CanonicalJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Changes JSON documents. */
public final class Edit {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Edit() {}

  /** Parses. */
  public static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a document after a change, canonical. */
  public static byte[] json(byte[] json, Consumer<ObjectNode> change) {
    ObjectNode root = (ObjectNode) tree(json);
    change.accept(root);
    return CanonicalJson.bytes(root);
  }

  /** Returns a document with another value of a field, canonical. */
  public static byte[] put(byte[] json, String pointer, String field, String value) {
    return json(json, root -> ((ObjectNode) root.at(pointer)).put(field, value));
  }
}
