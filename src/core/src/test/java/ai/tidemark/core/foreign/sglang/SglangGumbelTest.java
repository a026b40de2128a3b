package ai.tidemark.core.foreign.sglang;

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
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.prf.Murmur3;
import ai.tidemark.core.vectors.KnownAnswers;
import ai.tidemark.core.vectors.SeededMoments;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SglangGumbelTest {
  private static final String PRF = "sglang-gumbel-murmur-prf";
  private static final String DOCS = "sglang-gumbel-murmur-docs";

  @Test
  void knownAnswers() {
    KnownAnswers.pass(PRF);
    KnownAnswers.pass(DOCS);
  }

  /** A selection depends on all its inputs together; one bit of one need not change the winner. */
  @Test
  void everyFieldOfACaseMatters() {
    KnownAnswers.everyFieldMatters(PRF, Set.of("key_signed64", "probabilities_f32"));
    KnownAnswers.everyFieldMatters(DOCS, Set.of("name", "mixing_probability", "max_contexts"));
  }

  /** Fails if the first window is scored, or a hash sees other tokens. */
  @Test
  void tuplesAreContextHashAndToken() {
    ForeignScheme scheme = scheme("{\"context_window\": 2}");
    List<String> tuples = new ArrayList<>();
    int[] ids = {5, 6, 7, 8, 99};
    int scored =
        scheme.forEach(
            ids, 4, (i, words, at) -> tuples.add(i + " " + words[at] + " " + words[at + 1]));
    assertThat(scored).isEqualTo(2);
    String first = "2 " + Murmur3.hash(new int[] {5, 6}, 0, 2) + " 7";
    String second = "3 " + Murmur3.hash(new int[] {6, 7}, 0, 2) + " 8";
    assertThat(tuples).containsExactly(first, second);
    assertThat(scheme.width()).isEqualTo(2);
    assertThat(scheme.forEach(ids, 1, (_, _, _) -> {})).isZero();
  }

  @Test
  void evidenceCountsDistinctTuples() {
    KeyedScheme key = key("{\"context_window\": 1}", "\"0xff\"");
    int[] ids = {1, 2, 1, 2, 1, 3, 1, 2};
    ForeignDetector detector = new ForeignDetector(key);
    detector.begin();
    detector.add(ids, ids.length);
    ForeignEvidence evidence = detector.evidence();
    assertThat(evidence.positions()).isEqualTo(7);
    assertThat(evidence.n()).isEqualTo(4); // (1,2) (2,1) (1,3) (3,1)
    OriginalFinding original = key.asOriginal("0.5.23", ids, ids.length);
    assertThat(original.scored()).isEqualTo(3);
    assertThat(original.z()).isPresent();
    assertThatThrownBy(() -> key.asOriginal("0.5.22", ids, ids.length))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0.5.23");
  }

  @Test
  void scoresAreFloorsOfTheOriginals() {
    for (JsonNode row : Vectors.cases(DOCS, "document")) {
      int[] ids = Vectors.ints(row.get("tokens"));
      int window = row.get("context_window").intValue();
      String parameters = "{\"context_window\": " + window + "}";
      KeyedScheme key = key(parameters, row.get("key").toString()).copy();
      long[] scores = new long[ids.length];
      key.scheme().forEach(ids, ids.length, (i, words, at) -> scores[i] = key.score(words, at));
      int k = 0;
      for (JsonNode position : row.get("scored_positions")) {
        double original = row.get("token_scores_a").get(k++).doubleValue() * 0x1p32;
        if (position.intValue() >= window) {
          assertThat((double) scores[position.intValue()]).isCloseTo(original, within(1.001));
        }
      }
    }
  }

  /**
   * The mean of -ln(1 - u) over N midpoints is 1 - ln 2 / (2 N) to the next order, shown at N small
   * enough to add; rounding down loses half a unit on average, shown on a sample of words.
   */
  @Test
  void biasIsThatOfMidpointsAndFloors() {
    int n = 1 << 20;
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < n; i++) {
      sum += -Math.log((i + 0.5) / n) - 1;
      double units = MurmurDraw.nats(i * 0x9E3779B9) * 0x1p32;
      lost += units - Math.floor(units);
    }
    assertThat(sum).isCloseTo(-Math.log(2) / 2, within(1e-6));
    assertThat(lost / n).isCloseTo(0.5, within(0.002));
    assertThat(HashedContexts.BIAS).isCloseTo(-(Math.log(2) / 2 + 0.5) * 0x1p-32, within(1e-22));
    assertThat(-HashedContexts.BIAS * Math.sqrt(HashedContexts.MOST)).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void seededScoresHaveTheMeanAndVarianceOfTheLaw() {
    ForeignScheme scheme = scheme("{}");
    assertThat(scheme.law()).isEqualTo(new NullLaw.ExponentialSum());
    SeededMoments.require(scheme, 151936, 0x1p32, 1, 1, 8);
  }

  @Test
  void badKeyFiles() {
    refused("{\"context_window\": 65}", "\"1\"", "context_window");
    refused("{\"window\": 4}", "\"1\"", "window");
    refused("{}", "\"\"", "key");
    refused("{}", "\"0x\"", "key");
    refused("{}", "\"11112222333344445\"", "key");
    refused("{}", "\"xyz\"", "key");
    refused("{}", "5", "key");
    key("{\"max_probability\": 0.9, \"default_enabled\": true, \"enforce_all\": false}", "\"0X1\"");
  }

  private static void refused(String parameters, String key, String field) {
    assertThatThrownBy(() -> key(parameters, key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/" + field)
        .hasMessageNotContaining("11112222333344445");
  }

  private static ForeignProfile profile() {
    return ForeignProfiles.of("test", "sglang-gumbel-murmur-v1");
  }

  private static ForeignScheme scheme(String parameters) {
    return profile().scheme(StrictJson.parse("p", parameters.getBytes(UTF_8)));
  }

  private static KeyedScheme key(String parameters, String key) {
    StrictJson root = StrictJson.parse("k", ("{\"key\": " + key + "}").getBytes(UTF_8));
    return profile().keyed(scheme(parameters), root);
  }
}
