package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CheckReport;
import ai.tidemark.core.check.ProfileChecks;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The known answers of the laws, and that the check can fail. */
final class StatsTailsTest {
  @Test
  void everyStoredTailIsMet() {
    CheckReport report = run(Vectors.read("stats-tails"));
    assertThat(report.kinds()).allSatisfy((_, kind) -> assertThat(kind.failures()).isEmpty());
    assertThat(report.passed()).isTrue();
    assertThat(report.kinds().keySet())
        .containsExactlyInAnyOrder(
            "gamma", "binomial", "weighted_bernoulli", "dual_mixture", "normal_upper_tail");
  }

  @ParameterizedTest
  @CsvSource({
    "gamma, log_p",
    "gamma, log10_p",
    "binomial, log_p_ge",
    "binomial, log_p_gt",
    "binomial, log_mid_p",
    "weighted_bernoulli, log_p_ge",
    "weighted_bernoulli, log_mid_p",
    "weighted_bernoulli, count_ge",
    "dual_mixture, log_p",
    "normal_upper_tail, log_p"
  })
  void aValueOffInTheTwelfthDigitFails(String kind, String field) {
    ObjectNode file = only(kind, field);
    ObjectNode one = (ObjectNode) file.get("cases").get(0);
    JsonNode value = one.get(field);
    if (value.isTextual() && field.startsWith("count")) {
      long count = Long.parseLong(value.textValue());
      one.put(field, Long.toString(count + Math.max(1, count / 100_000_000_000L)));
    } else if (value.isTextual()) {
      BigDecimal near =
          new BigDecimal(value.textValue()).multiply(new BigDecimal("1.000000000003"));
      one.put(field, near.toString());
    } else {
      one.put(field, value.doubleValue() * 1.000000000003);
    }
    CheckReport report = run(file);
    assertThat(report.passed()).isFalse();
    assertThat(report.kinds().values().iterator().next().failures().getFirst()).contains(field);
  }

  @Test
  void missingAndUnknownFieldsAreErrors() {
    for (JsonNode row : Vectors.read("stats-tails").get("cases")) {
      ObjectNode file = with(row);
      ((ObjectNode) file.get("cases").get(0)).put("surprise", 1);
      assertThatThrownBy(() -> run(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("surprise");
    }
    ObjectNode file = only("dual_mixture", "log_p");
    ((ObjectNode) file.get("cases").get(0)).remove("alpha");
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("alpha");
  }

  @Test
  void dualKeyTailsOfRealDocumentsAreMet() {
    WorstError error = new WorstError("Dual key, documents of vLLM");
    for (JsonNode row : Vectors.read("vllm-dual-key-exact-tails").get("cases")) {
      double alpha = row.get("alpha").doubleValue();
      BigDecimal score = new BigDecimal(row.get("score").doubleValue());
      double rest = BigDecimal.ONE.subtract(BigDecimal.valueOf(alpha)).doubleValue();
      double actual = DualTail.lnUpper(row.get("n").longValue(), score, alpha, rest);
      error.add(actual, row.get("exact_log_p").textValue(), row);
    }
    error.assertBelow(1e-12, 5);
  }

  /**
   * Returns the file with only the first case that has a field, away from p = 1 and tiny counts.
   */
  private static ObjectNode only(String kind, String field) {
    for (JsonNode row : Vectors.cases("stats-tails", kind)) {
      JsonNode value = row.get(field);
      boolean short19 = value != null && value.asText().length() <= 18;
      boolean usable =
          value != null
              && !value.isNull()
              && (field.startsWith("count") ? short19 : value.asDouble() < -0.1);
      if (usable) {
        return with(row);
      }
    }
    throw new IllegalStateException("no case of " + kind + " has " + field);
  }

  private static ObjectNode with(JsonNode row) {
    ObjectNode file = (ObjectNode) Vectors.read("stats-tails");
    ArrayNode cases = file.putArray("cases");
    cases.add(row.deepCopy());
    return file;
  }

  private static CheckReport run(JsonNode file) {
    return ProfileChecks.run("file", file.toString().getBytes(StandardCharsets.UTF_8));
  }
}
