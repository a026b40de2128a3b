package ai.tidemark.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Runs known-answer files, and copies of them with one case changed. */
public final class Mutants {
  private Mutants() {}

  /** Runs a file as it stands; all its cases must pass. */
  public static CheckReport passes(JsonNode root) {
    CheckReport report = run(root);
    assertThat(report.kinds()).allSatisfy((_, kind) -> assertThat(kind.failures()).isEmpty());
    assertThat(report.passed()).isTrue();
    return report;
  }

  /** Changes a case of a copy; exactly that one case must fail. */
  public static void fails(JsonNode root, String array, int index, Consumer<ObjectNode> change) {
    CheckReport report = run(changed(root, array, index, change));
    assertThat(report.passed()).isFalse();
    assertThat(report.kinds().values().stream().mapToInt(CheckReport.Kind::failed).sum())
        .isEqualTo(1);
    String where = "#/" + array + "/" + index;
    assertThat(report.kinds().values().stream().flatMap(kind -> kind.failures().stream()))
        .singleElement()
        .asString()
        .contains(where);
  }

  /** Changes a case of a copy; running it must be refused, naming the place. */
  public static void refuses(
      JsonNode root, String array, int index, Consumer<ObjectNode> change, String message) {
    JsonNode changed = changed(root, array, index, change);
    assertThatThrownBy(() -> run(changed))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("#/" + array + "/" + index)
        .hasMessageContaining(message);
  }

  /** Changes the element of an array: a digit of a string, a bit of an integer, a real by 0.1 %. */
  public static void bump(JsonNode array, int index) {
    ArrayNode numbers = (ArrayNode) array;
    JsonNode old = numbers.get(index);
    if (old.isTextual()) {
      numbers.set(index, flip(old.textValue(), 0));
    } else if (old.isIntegralNumber()) {
      numbers.set(index, numbers.numberNode(old.longValue() ^ 1));
    } else {
      numbers.set(
          index, numbers.numberNode(old.doubleValue() == 0 ? 1 : old.doubleValue() * 1.001));
    }
  }

  /** Returns a string of digits with the one at an index changed, parity and all. */
  public static String flip(String digits, int index) {
    char[] chars = digits.toCharArray();
    chars[index] = (char) (chars[index] ^ 1);
    return new String(chars);
  }

  /** Changes the string field, one digit of it. */
  public static Consumer<ObjectNode> flip(String field) {
    return one -> {
      String old = one.get(field).textValue();
      one.put(field, flip(old, old.length() - 1));
    };
  }

  /** Returns the index of a case of a kind. */
  public static int first(JsonNode root, String kind) {
    List<String> kinds = root.get("cases").findValuesAsText("kind");
    int index = kinds.indexOf(kind);
    assertThat(index).as("a case of kind %s", kind).isNotNegative();
    return index;
  }

  private static JsonNode changed(
      JsonNode root, String array, int index, Consumer<ObjectNode> change) {
    JsonNode copy = root.deepCopy();
    change.accept((ObjectNode) copy.get(array).get(index));
    return copy;
  }

  private static CheckReport run(JsonNode root) {
    return ProfileChecks.run("copy", root.toString().getBytes(StandardCharsets.UTF_8));
  }
}
