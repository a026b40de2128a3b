package ai.tidemark.service.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The list of models. */
final class Models {
  private Models() {}

  static byte[] json(Set<String> names) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (String name : names) {
      data.addObject()
          .put("id", name)
          .put("object", "model")
          .put("created", 0) // not known
          .put("owned_by", "tidemark");
    }
    return root.toString().getBytes(UTF_8);
  }
}
