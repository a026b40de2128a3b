package ai.tidemark.evidence.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Numbers and words of the honest report, one by one. */
public final class ReportValues {
  private ReportValues() {}

  /** Returns a JSON pointer to each. */
  public static List<String> pointers() {
    List<String> pointers = new ArrayList<>();
    walk(Edit.tree(Story.honest().report), "", pointers);
    return pointers;
  }

  private static void walk(JsonNode node, String at, List<String> pointers) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(f -> walk(f.getValue(), at + "/" + f.getKey(), pointers));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        walk(array.get(i), at + "/" + i, pointers);
      }
    } else {
      pointers.add(at);
    }
  }

  /** Changes a value a little, keeps its type, and logs the report. */
  public static void change(Forge forge, String pointer) {
    int cut = pointer.lastIndexOf('/');
    String name = pointer.substring(cut + 1);
    forge.relogReport(
        root -> {
          JsonNode parent = root.at(pointer.substring(0, cut));
          JsonNode value = root.at(pointer);
          if (parent instanceof ArrayNode array) {
            int i = Integer.parseInt(name);
            if (value.isIntegralNumber()) {
              array.set(i, value.longValue() + 1);
            } else {
              array.set(i, other(value.textValue()));
            }
          } else if (value.isIntegralNumber()) {
            ((ObjectNode) parent).put(name, value.longValue() + 1);
          } else if (value.isBoolean()) {
            ((ObjectNode) parent).put(name, !value.booleanValue());
          } else {
            ((ObjectNode) parent).put(name, other(value.textValue()));
          }
        });
  }

  private static String other(String text) {
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    char changed =
        (last >= '0' && last < '9') || (last >= 'a' && last < 'f') ? (char) (last + 1) : '0';
    return (text.isEmpty() ? "" : text.substring(0, text.length() - 1)) + changed;
  }
}
