package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every other law against values of 40 digits (gen_laws.py). Errors are relative to max(1, |ln p|),
 * and to |ln p| itself where p is near 1.
 */
final class GoldenLawsTest {
  @ParameterizedTest
  @CsvSource({
    "dual, 1e-14, 340",
    "weighted, 1e-14, 150",
    "hypergeometric, 1e-14, 60",
    "table, 1e-14, 50",
    "quantised, 3e-14, 25"
  })
  void tailsEqualTheGoldenOnes(String kind, double limit, int leastCases) {
    double worst = 0;
    String where = "nowhere";
    List<JsonNode> rows = Vectors.cases("golden-laws", kind);
    for (JsonNode row : rows) {
      NullLaw law = law(row);
      long n = row.get("n").longValue();
      BigInteger sum = new BigInteger(row.get(row.has("S") ? "S" : "x").asText());
      double actual = law.lnP(n, sum);
      BigDecimal golden = new BigDecimal(row.get("lnP").textValue());
      double size = golden.abs().doubleValue();
      double error = new BigDecimal(actual).subtract(golden).abs().doubleValue();
      double relative = error / Math.max(Math.min(1, 1e3 * size), size);
      if (relative > worst) {
        worst = relative;
        where = row.toString();
      }
      assertThat(actual).as("%s", row).isFinite().isLessThanOrEqualTo(law.lnBound(n, sum));
    }
    System.out.printf(
        "%s: %d cases, largest relative error in ln p %.2e (limit %.0e), at %s%n",
        kind, rows.size(), worst, limit, where);
    assertThat(rows).hasSizeGreaterThanOrEqualTo(leastCases);
    assertThat(worst).as(where).isLessThan(limit);
  }

  private static NullLaw law(JsonNode row) {
    return switch (row.get("kind").textValue()) {
      case "dual" -> new NullLaw.DualExponential(ratio(row.get("alpha").textValue()));
      case "weighted" ->
          new NullLaw.WeightedBits(
              weights(row), row.get("successes").longValue(), row.get("of").longValue());
      case "hypergeometric" ->
          new NullLaw.Hypergeometric(
              row.get("green").longValue(), row.get("vocabulary").longValue());
      case "table" ->
          new NullLaw.TableBits(
              weights(row), row.get("ones").intValue(), row.get("size").intValue());
      case "quantised" ->
          new NullLaw.QuantisedExponential(
              row.get("levels").longValue(),
              row.get("first").longValue(),
              row.get("step").longValue(),
              row.get("of").longValue());
      default -> throw new IllegalArgumentException(row.toString());
    };
  }

  private static double ratio(String text) {
    String[] parts = text.split("/", -1);
    return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
  }

  private static List<Long> weights(JsonNode row) {
    List<Long> weights = new ArrayList<>();
    for (JsonNode weight : row.get("weights")) {
      weights.add(Long.parseLong(weight.textValue()));
    }
    return weights;
  }
}
