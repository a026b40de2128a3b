package ai.tidemark.service.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.service.openai.ApiError;
import ai.tidemark.service.upstream.Upstream;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether requests can be answered.
 *
 * @param missing what keeps them from it, in words; nothing secret
 */
record Health(List<String> missing) {
  /** Returns what a process that runs says of itself. */
  static byte[] live() {
    return "{\"status\":\"live\"}".getBytes(UTF_8);
  }

  /** Looks at what answering needs; asks nobody. */
  static Health of(Desk desk) {
    List<String> missing = new ArrayList<>();
    if (desk.inFlight().stopping()) {
      missing.add("the proxy is stopping");
    }
    if (!desk.records().healthy()) {
      missing.add("records cannot be written");
    }
    for (Upstream upstream : desk.distinctUpstreams()) {
      if (!upstream.ready()) {
        missing.add(
            "upstream "
                + upstream.config().name()
                + " "
                + upstream.lastFailure().map(ApiError::words).orElse("has not been asked yet"));
      }
    }
    return new Health(missing);
  }

  boolean ready() {
    return missing.isEmpty();
  }

  byte[] json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("status", ready() ? "ready" : "not ready");
    missing.forEach(root.putArray("missing")::add);
    return root.toString().getBytes(UTF_8);
  }
}
