package ai.tidemark.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares parts of a report, down to the value that differs. */
final class Differences {
  private final List<Recomputed.Difference> found = new ArrayList<>();

  /** Compares two parts; numbers are equal if they are written alike. */
  void compare(String pointer, JsonNode reported, JsonNode recomputed) {
    if (reported instanceof ObjectNode && recomputed instanceof ObjectNode) {
      TreeSet<String> names = new TreeSet<>();
      reported.fieldNames().forEachRemaining(names::add);
      recomputed.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(pointer + "/" + name, reported.path(name), recomputed.path(name));
      }
    } else if (reported instanceof ArrayNode && recomputed instanceof ArrayNode) {
      for (int i = 0; i < Math.max(reported.size(), recomputed.size()); i++) {
        compare(pointer + "/" + i, reported.path(i), recomputed.path(i));
      }
    } else if (!text(reported).equals(text(recomputed))) {
      found.add(new Recomputed.Difference(pointer, text(reported), text(recomputed)));
    }
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "" : value.toString();
  }

  /** Returns what differed. */
  List<Recomputed.Difference> found() {
    return found;
  }
}
