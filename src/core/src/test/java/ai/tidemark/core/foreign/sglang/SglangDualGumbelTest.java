package ai.tidemark.core.foreign.sglang;

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

final class SglangDualGumbelTest {
  private static final String DOCS = "sglang-dual-key-docs";

  @Test
  void knownAnswers() {
    KnownAnswers.pass(DOCS);
  }

  /** A mixing probability that changes by 1e-8 moves no coin across it. */
  @Test
  void everyFieldOfACaseMatters() {
    KnownAnswers.everyFieldMatters(DOCS, Set.of("name", "mixing_probability", "max_contexts"));
  }

  /** Each tuple has the score of the key that its coin picks; fails if the keys are exchanged. */
  @Test
  void scoresAreFloorsOfTheOriginals() {
    for (JsonNode row : Vectors.cases(DOCS, "document")) {
      int[] ids = Vectors.ints(row.get("tokens"));
      int window = row.get("context_window").intValue();
      String parameters =
          "{\"context_window\": "
              + window
              + ", \"mixing_probability\": "
              + row.get("mixing_probability")
              + "}";
      KeyedScheme key =
          key(parameters, "[" + row.get("key") + ", " + row.get("key_b") + "]").copy();
      long[] scores = new long[ids.length];
      key.scheme().forEach(ids, ids.length, (i, words, at) -> scores[i] = key.score(words, at));
      int k = 0;
      for (JsonNode position : row.get("scored_positions")) {
        boolean isKeyA = row.get("use_key_a").textValue().charAt(k) == '1';
        JsonNode of = row.get(isKeyA ? "token_scores_a" : "token_scores_b");
        double original = of.get(k++).doubleValue() * 0x1p32;
        if (position.intValue() >= window) {
          assertThat((double) scores[position.intValue()]).isCloseTo(original, within(1.001));
        }
      }
      assertThat(key.asOriginal("0.5.23", ids, ids.length).p()).isPresent();
    }
  }

  @Test
  void seededScoresHaveTheMeanAndVarianceOfTheLaw() {
    ForeignScheme scheme = scheme("{\"mixing_probability\": 0.3}");
    assertThat(scheme.law()).isEqualTo(new NullLaw.ExponentialSum());
    SeededMoments.require(scheme, 151936, 0x1p32, 1, 1, 8);
  }

  @Test
  void badKeyFiles() {
    refused("{\"mixing_probability\": 0}", "[\"1\", \"2\"]", "mixing_probability");
    refused("{\"mixing_probability\": 1}", "[\"1\", \"2\"]", "mixing_probability");
    refused("{\"key_b\": \"4\"}", "[\"1\", \"2\"]", "key_b");
    refused("{}", "[\"1\"]", "key");
    refused("{}", "[\"1\", \"2\", \"3\"]", "key");
    refused("{}", "\"1\"", "key");
  }

  private static void refused(String parameters, String key, String field) {
    assertThatThrownBy(() -> key(parameters, key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/" + field);
  }

  private static ForeignProfile profile() {
    return ForeignProfiles.of("test", "sglang-dual-gumbel-murmur-v1");
  }

  private static ForeignScheme scheme(String parameters) {
    return profile().scheme(StrictJson.parse("p", parameters.getBytes(UTF_8)));
  }

  private static KeyedScheme key(String parameters, String key) {
    StrictJson root = StrictJson.parse("k", ("{\"key\": " + key + "}").getBytes(UTF_8));
    return profile().keyed(scheme(parameters), root);
  }
}
