package ai.tidemark.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The known answers of our own scheme, and files that are wrong in one place. */
final class TidemarkCheckTest {
  private static final JsonNode ROOT = Vectors.read("tidemark-gumbel-aes-v1");

  /** Taking the used-context rule out of Marker makes answers/1 fail: it has 6 tokens. */
  @Test
  void everyAnswerIsMet() {
    CheckReport report = Mutants.passes(ROOT);
    assertThat(report.kinds().keySet())
        .containsExactly("blocks", "coinKeys", "scores", "documents", "answers");
    assertThat(report.kinds().values().stream().mapToInt(CheckReport.Kind::passed).sum())
        .isGreaterThan(1000);
  }

  @Test
  void oneWrongValueFails() {
    Mutants.fails(ROOT, "blocks", 1, one -> one.put("block", "5" + rest(one, "block")));
    Mutants.fails(ROOT, "blocks", 2, one -> one.put("aes", "5" + rest(one, "aes")));
    Mutants.fails(ROOT, "coinKeys", 3, one -> one.put("coinKey", "5" + rest(one, "coinKey")));
    Mutants.fails(ROOT, "scores", 20, Mutants.flip("s"));
    Mutants.fails(ROOT, "documents", 0, one -> position(one).put("s", "1"));
    Mutants.fails(ROOT, "documents", 0, one -> position(one).put("counted", false));
    Mutants.fails(ROOT, "documents", 1, one -> Mutants.bump(position(one).get("coin"), 1));
    Mutants.fails(ROOT, "documents", 2, one -> evidence(one, "fleet").put("n", 1));
    Mutants.fails(ROOT, "documents", 3, one -> evidence(one, "tenant").put("S", "1"));
    Mutants.fails(ROOT, "documents", 4, one -> evidence(one, "both").put("lnP", "-0.5"));
    Mutants.fails(ROOT, "answers", 0, one -> step(one).put("keyed", false));
    Mutants.fails(
        ROOT,
        "answers",
        0,
        one -> {
          JsonNode candidates = step(one).get("candidates");
          int token = step(one).get("token").intValue();
          int other = candidates.get(0).intValue();
          step(one).put("token", other == token ? candidates.get(1).intValue() : other);
        });
  }

  @Test
  void fieldsAreNeitherMissingNorUnknown() {
    Mutants.refuses(ROOT, "blocks", 0, one -> one.remove("aes"), "is missing");
    Mutants.refuses(ROOT, "coinKeys", 0, one -> one.put("note", ""), "is not a known field");
    Mutants.refuses(ROOT, "documents", 0, one -> position(one).put("x", 1), "not a known field");
    Mutants.refuses(ROOT, "answers", 1, one -> step(one).remove("q"), "is missing");
    ObjectNode other = ROOT.deepCopy();
    other.putArray("scores");
    assertThatThrownBy(
            () -> ProfileChecks.run("x", other.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("x#/scores: holds no case");
    ObjectNode more = ROOT.deepCopy();
    more.putArray("cases");
    assertThatThrownBy(
            () -> ProfileChecks.run("x", more.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("x#/cases: is not a known field");
  }

  private static String rest(ObjectNode one, String field) {
    return one.get(field).textValue().substring(1);
  }

  private static ObjectNode position(ObjectNode document) {
    return (ObjectNode) document.get("positions").get(7);
  }

  private static ObjectNode evidence(ObjectNode document, String tier) {
    return (ObjectNode) document.get("evidence").get(tier);
  }

  /** Returns the first keyed step. */
  private static ObjectNode step(ObjectNode answer) {
    for (JsonNode step : answer.get("steps")) {
      if (step.get("keyed").booleanValue()) {
        return (ObjectNode) step;
      }
    }
    throw new IllegalStateException("no keyed step");
  }
}
