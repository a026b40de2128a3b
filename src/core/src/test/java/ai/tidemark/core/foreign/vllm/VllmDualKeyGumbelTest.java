package ai.tidemark.core.foreign.vllm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.vectors.KnownAnswers;
import ai.tidemark.core.vectors.SeededMoments;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VllmDualKeyGumbelTest {
  private static final String DOCS = "vllm-dual-key-gumbel";
  private static final String TAILS = "vllm-dual-key-exact-tails";

  @Test
  void knownAnswers() {
    KnownAnswers.pass(DOCS);
  }

  @Test
  void everyFieldOfACaseMatters() {
    KnownAnswers.everyFieldMatters(DOCS, Set.of("name", "p_value_threshold"));
  }

  /** Sums of up to 600 scores at alpha 0, 0.1, 0.3, 0.5 and 1, ln p to 1e-12. */
  @Test
  void exactTails() {
    KnownAnswers.pass(TAILS);
    KnownAnswers.everyFieldMatters(TAILS, Set.of("name", "case_index"));
  }

  @Test
  void scoresAreFloorsOfTheOriginals() {
    for (JsonNode row : Vectors.cases(DOCS, "document")) {
      int[] ids = Vectors.ints(row.get("tokens"));
      String parameters =
          "{\"context_width\": " + row.get("context_width") + ", \"alpha\": " + row.get("alpha");
      KeyedScheme key = key(parameters + "}", row.get("key").textValue()).copy();
      long[] scores = new long[ids.length];
      key.scheme().forEach(ids, ids.length, (i, words, at) -> scores[i] = key.score(words, at));
      int k = 0;
      for (JsonNode position : row.get("scored_positions")) {
        double original = row.get("token_scores").get(k++).doubleValue() * 0x1p32;
        assertThat((double) scores[position.intValue()]).isCloseTo(original, within(1.001));
      }
      assertThat(key.asOriginal("0.33", ids, ids.length).p()).isPresent();
    }
  }

  @Test
  void seededScoresHaveTheMeanAndVarianceOfTheLaw() {
    ForeignScheme scheme = scheme("{\"alpha\": 0.3}");
    assertThat(scheme.law()).isEqualTo(new NullLaw.DualExponential(0.3));
    double v = 0.7 * 0.7 + 0.3 * 0.3;
    double fourth = 6 * (Math.pow(0.7, 4) + Math.pow(0.3, 4));
    SeededMoments.require(scheme, 128256, 0x1p32, 1, v, fourth + 2 * v * v);
    assertThat(scheme("{}").law()).isEqualTo(new NullLaw.DualExponential(0.1));
    assertThat(scheme("{\"alpha\": 0.5}").mostTuples()).isEqualTo(GumbelScheme.MOST / 2);
  }

  @Test
  void badKeyFiles() {
    refused("{\"alpha\": 1.1}", "1", "alpha");
    refused("{\"alpha\": -0.1}", "1", "alpha");
    refused("{\"alpha\": \"0.1\"}", "1", "alpha");
    refused("{\"algorithm\": \"gumbel\"}", "1", "algorithm");
    refused("{\"key_b\": 4}", "1", "key_b");
    refused("{}", "[1, 2]", "key");
  }

  private static void refused(String parameters, String key, String field) {
    assertThatThrownBy(() -> key(parameters, key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/" + field);
  }

  private static ForeignProfile profile() {
    return ForeignProfiles.of("test", "vllm-dual-key-gumbel-philox-v1");
  }

  private static ForeignScheme scheme(String parameters) {
    return profile().scheme(StrictJson.parse("p", parameters.getBytes(UTF_8)));
  }

  private static KeyedScheme key(String parameters, String key) {
    StrictJson root = StrictJson.parse("k", ("{\"key\": " + key + "}").getBytes(UTF_8));
    return profile().keyed(scheme(parameters), root);
  }
}
