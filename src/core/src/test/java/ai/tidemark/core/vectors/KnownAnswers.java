package ai.tidemark.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CheckReport;
import ai.tidemark.core.check.ProfileChecks;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows that a check of known answers passes what is right and nothing else. */
public final class KnownAnswers {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private KnownAnswers() {}

  /** Requires that every case of a file passes, kind by kind as many as there are. */
  public static void pass(String name) {
    JsonNode root = Vectors.read(name);
    Map<String, Integer> expected = new HashMap<>();
    root.get("cases").forEach(one -> expected.merge(one.path("kind").asText(""), 1, Integer::sum));
    CheckReport report = run(root);
    report.kinds().forEach((kind, result) -> assertThat(result.failures()).as(kind).isEmpty());
    Map<String, Integer> passed = new HashMap<>();
    report.kinds().forEach((kind, result) -> passed.put(kind, result.passed()));
    assertThat(passed).isEqualTo(expected);
  }

  /**
   * Changes one field after the other, kind by kind: some case must fail or be refused. A missing
   * and an additional field must be refused.
   *
   * @param notes fields whose value may change without harm, as FIELD or KIND/FIELD
   */
  public static void everyFieldMatters(String name, Set<String> notes) {
    JsonNode root = Vectors.read(name);
    Map<String, List<ObjectNode>> kinds = new HashMap<>();
    for (JsonNode one : root.get("cases")) {
      String kind = one.path("kind").asText("");
      kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add((ObjectNode) one);
    }
    for (List<ObjectNode> cases : kinds.values()) {
      cases.sort(Comparator.comparingInt(one -> -one.toString().length()));
      ObjectNode richest = cases.getFirst();
      assertThat(run(alone(root, richest)).passed()).isTrue();
      requireRefusal(root, richest.deepCopy().put("surplus", 1), "surplus");
      for (String field : names(richest)) {
        requireRefusal(root, without(richest, field), "");
        String full = richest.path("kind").asText("") + "/" + field;
        if (!notes.contains(field) && !notes.contains(full) && !field.equals("kind")) {
          assertThat(cases).as(field).anyMatch(one -> isNoticed(root, one.deepCopy(), field));
        }
      }
    }
  }

  private static ObjectNode without(ObjectNode one, String field) {
    ObjectNode less = one.deepCopy();
    less.remove(field);
    return less;
  }

  private static void requireRefusal(JsonNode root, ObjectNode one, String field) {
    assertThatThrownBy(() -> run(alone(root, one)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(field);
  }

  private static boolean isNoticed(JsonNode root, ObjectNode one, String field) {
    one.set(field, changed(one.get(field)));
    try {
      return !run(alone(root, one)).passed();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).contains(field);
      return true;
    }
  }

  private static JsonNode changed(JsonNode value) {
    return switch (value) {
      case TextNode text -> TextNode.valueOf(changed(text.textValue()));
      case BooleanNode flag -> BooleanNode.valueOf(!flag.booleanValue());
      case ObjectNode object -> {
        String first = object.fieldNames().next();
        yield object.deepCopy().set(first, changed(object.get(first)));
      }
      case ArrayNode array when !array.isEmpty() -> {
        ArrayNode other = array.deepCopy();
        other.set(other.size() - 1, changed(array.get(other.size() - 1)));
        yield other;
      }
      case JsonNode number when number.isIntegralNumber() ->
          LongNode.valueOf(number.longValue() ^ 1);
      case JsonNode number when number.isNumber() ->
          DoubleNode.valueOf(number.doubleValue() * (1 + 1e-8) + 1e-300);
      default -> JsonNodeFactory.instance.arrayNode().add(7);
    };
  }

  private static String changed(String text) {
    char first = text.charAt(0);
    int at = first == '-' ? 1 : 0;
    char old = text.charAt(at);
    char other = old == '1' ? '0' : '1';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static List<String> names(ObjectNode one) {
    List<String> names = new ArrayList<>();
    one.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static ObjectNode alone(JsonNode root, ObjectNode one) {
    ObjectNode file = root.deepCopy();
    file.putArray("cases").add(one);
    return file;
  }

  private static CheckReport run(JsonNode root) {
    try {
      return ProfileChecks.run("copy", MAPPER.writeValueAsBytes(root));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
