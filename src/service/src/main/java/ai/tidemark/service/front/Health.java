package ai.tidemark.service.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.service.openai.ApiError;
import ai.tidemark.service.upstream.Upstream;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether requests can be answered.
 *
 * @param missing what keeps them from it, in words; nothing secret
 * @param ledgers how they are, if they are kept; answers do not wait for them
 */
record Health(List<String> missing, Optional<Ledgers> ledgers) {
  /**
   * How ledgers are.
   *
   * @param broken ledgers that cannot be written
   * @param lost answers without a row since the start
   */
  record Ledgers(long broken, long lost) {}

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
    return new Health(missing, desk.ledgers().map(l -> new Ledgers(l.broken(), l.lost())));
  }

  boolean ready() {
    return missing.isEmpty();
  }

  byte[] json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("status", ready() ? "ready" : "not ready");
    missing.forEach(root.putArray("missing")::add);
    ledgers.ifPresent(
        l -> root.putObject("ledgers").put("broken", l.broken).put("lostRows", l.lost));
    return root.toString().getBytes(UTF_8);
  }
}
