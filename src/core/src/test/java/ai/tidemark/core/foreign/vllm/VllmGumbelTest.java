package ai.tidemark.core.foreign.vllm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VllmGumbelTest {
  private static final String PRF = "vllm-gumbel-philox-prf";
  private static final String DOCS = "vllm-gumbel-philox-docs";

  @Test
  void knownAnswers() {
    KnownAnswers.pass(PRF);
    KnownAnswers.pass(DOCS);
  }

  @Test
  void everyFieldOfACaseMatters() {
    KnownAnswers.everyFieldMatters(PRF, Set.of());
    KnownAnswers.everyFieldMatters(DOCS, Set.of("name", "p_value_threshold"));
  }

  /** Fails if padding, order or the first scored position change. */
  @Test
  void tuplesArePaddedContextsThenTheToken() {
    ForeignScheme scheme = scheme("{\"context_width\": 2}");
    List<String> tuples = new ArrayList<>();
    int scored =
        scheme.forEach(
            new int[] {5, 6, 7, 99},
            3,
            (position, words, at) ->
                tuples.add(position + Arrays.toString(Arrays.copyOfRange(words, at, at + 3))));
    assertThat(scored).isEqualTo(3);
    assertThat(tuples).containsExactly("0[-1, -1, 5]", "1[-1, 5, 6]", "2[5, 6, 7]");
    assertThat(scheme.width()).isEqualTo(3);
    assertThat(scheme("{}").width()).isEqualTo(5);
    assertThat(scheme("{\"context_width\": null}").width()).isEqualTo(5);
  }

  /** Each distinct tuple counts once, whatever its context; vLLM takes the first of a context. */
  @Test
  void evidenceCountsDistinctTuples() {
    KeyedScheme key = key("{\"context_width\": 1}", "\"18446744073709551615\"");
    int[] ids = {1, 2, 1, 2, 1, 3, 1, 2};
    ForeignDetector detector = new ForeignDetector(key);
    detector.begin();
    detector.add(ids, ids.length);
    ForeignEvidence evidence = detector.evidence();
    assertThat(evidence.positions()).isEqualTo(8);
    assertThat(evidence.n()).isEqualTo(5); // (-,1) (1,2) (2,1) (1,3) (3,1)
    assertThat(key.asOriginal("0.33", ids, ids.length).scored()).isEqualTo(4);
    assertThatThrownBy(() -> key.asOriginal("0.34", ids, ids.length))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0.33");
  }

  @Test
  void scoresAreFloorsOfTheOriginals() {
    for (JsonNode row : Vectors.cases(DOCS, "document")) {
      int[] ids = Vectors.ints(row.get("tokens"));
      int width = row.get("context_width").intValue();
      KeyedScheme key =
          key("{\"context_width\": " + width + "}", row.get("key").textValue()).copy();
      long[] scores = new long[ids.length];
      key.scheme().forEach(ids, ids.length, (i, words, at) -> scores[i] = key.score(words, at));
      int k = 0;
      for (JsonNode position : row.get("scored_positions")) {
        double original = row.get("token_scores").get(k++).doubleValue() * 0x1p32;
        assertThat((double) scores[position.intValue()]).isCloseTo(original, within(1.001));
      }
    }
  }

  /** Adds the score of every level of u; fails if u, its rounding or the floor change. */
  @Test
  void biasAndLimitAreThoseOfAllLevels() {
    BigInteger sum = BigInteger.ZERO;
    for (int high = 0; high < 1 << 12; high++) {
      long part = 0;
      for (int low = 0; low < 1 << 12; low++) {
        part += (long) (PhiloxDraw.nats((high << 12 | low) << 8) * 0x1p32);
      }
      sum = sum.add(BigInteger.valueOf(part));
    }
    double bias = sum.subtract(BigInteger.ONE.shiftLeft(56)).doubleValue() * 0x1p-56;
    assertThat(bias / GumbelScheme.BIAS).isCloseTo(1, within(1e-9));
    double most = GumbelScheme.MOST;
    assertThat(Math.abs(bias) * Math.sqrt(most)).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void seededScoresHaveTheMeanAndVarianceOfTheLaw() {
    ForeignScheme scheme = scheme("{}");
    assertThat(scheme.law()).isEqualTo(new NullLaw.ExponentialSum());
    SeededMoments.require(scheme, 50257, 0x1p32, 1, 1, 8);
  }

  @Test
  void badKeyFiles() {
    refused("{\"context_width\": 0}", "1", "context_width");
    refused("{\"context_width\": 257}", "1", "context_width");
    refused("{\"algorithm\": \"sbw\"}", "1", "algorithm");
    refused("{\"prf\": \"hmac\"}", "1", "prf");
    refused("{\"width\": 4}", "1", "width");
    refused("{}", "\"18446744073709551616\"", "key");
    refused("{}", "\"abc\"", "key");
    refused("{}", "1.5", "key");
    key(
        "{\"algorithm\": \"gumbel\", \"prf\": \"philox\", \"alpha\": 0.1,"
            + " \"deduplicate_contexts\": \"all\", \"deduplicate_contexts_max_history\": 5,"
            + " \"allow_target_only_watermarking\": false}",
        "0");
  }

  private static void refused(String parameters, String key, String field) {
    assertThatThrownBy(() -> key(parameters, key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/" + field)
        .hasMessageNotContaining("18446744073709551616");
  }

  private static ForeignProfile profile() {
    return ForeignProfiles.of("test", "vllm-gumbel-philox-v1");
  }

  private static ForeignScheme scheme(String parameters) {
    return profile().scheme(StrictJson.parse("p", parameters.getBytes(UTF_8)));
  }

  private static KeyedScheme key(String parameters, String key) {
    StrictJson root = StrictJson.parse("k", ("{\"key\": " + key + "}").getBytes(UTF_8));
    return profile().keyed(scheme(parameters), root);
  }
}
