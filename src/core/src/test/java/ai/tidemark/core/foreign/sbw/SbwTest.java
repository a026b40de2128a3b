package ai.tidemark.core.foreign.sbw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SbwTest {
  private static final String NATIVE = "sbw-native";
  private static final String SELF_HASH = "{\"seeding_scheme\": \"gpu-selfhash\"}";

  @Test
  void knownAnswers() {
    KnownAnswers.pass(NATIVE);
  }

  /** A gamma that changes by 1e-8 moves some twenty words of 2^31, of which a mask sees few. */
  @Test
  void everyFieldOfACaseMatters() {
    KnownAnswers.everyFieldMatters(
        NATIVE, Set.of("name", "document/vocab_size", "generation_mask/gamma"));
  }

  /**
   * sbw's CPU seeds go through the same four functions with its table: a reduced window, the scored
   * token in it or after it, has the seed of the whole one.
   */
  @Test
  void reducedWindowsHaveTheSeedsOfWholeOnes() {
    int seen = 0;
    for (JsonNode row : Vectors.cases("sbw-vendored-kgw-cpu", "seed")) {
      for (Seeding.Function function : Seeding.Function.values()) {
        if (!row.get("prf").textValue().equals(function.name().toLowerCase(Locale.ROOT) + "_prf")) {
          continue;
        }
        int[] context = Vectors.ints(row.get("context"));
        long key = Long.parseLong(row.get("hash_key").textValue());
        long seed = Long.parseLong(row.get("seed").textValue());
        Seeding salted = new Seeding(function, context.length, true, true);
        assertThat(seed(salted, key, context)).as(row.toString()).isEqualTo(seed);
        Seeding plain = new Seeding(function, context.length, false, true);
        int[] followed = Arrays.copyOf(context, context.length + 1);
        followed[context.length] = 77;
        assertThat(seed(plain, key, followed)).as(row.toString()).isEqualTo(seed);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  /** Windows that every key takes for one are one tuple; fails if order or repeats stay in. */
  @Test
  void tuplesForgetWhatNoKeySees() {
    assertThat(tuple("gpu-minhash", 9, 5, 7, 5, 1)).containsExactly(5, 7, 9, 9, 1);
    assertThat(tuple("gpu-minhash", 7, 9, 9, 5, 1)).containsExactly(5, 7, 9, 9, 1);
    assertThat(tuple("gpu-selfhash", 9, 5, 9, 1)).containsExactly(5, 9, 1, 1);
    assertThat(tuple("gpu-selfhash", 5, 1, 9, 1)).containsExactly(5, 9, 1, 1);
    assertThat(tuple("gpu-selfhash", 5, 1, 9, 2)).containsExactly(1, 5, 9, 2);
    assertThat(tuple("gpu-ff-anchored_minhash_prf-3-False", 8, 4, 6, 1))
        .containsExactly(4, 8, 6, 1);
    assertThat(tuple("gpu-ff-anchored_minhash_prf-3-False", 6, 4, 6, 1))
        .containsExactly(4, 6, 6, 1);
    assertThat(tuple("gpu-skipgram", 9, 8, 7, 6, 5, 1)).containsExactly(9, 1);
    assertThat(tuple("gpu-fused-simple_4", 1, 2, 3, 4, 5)).containsExactly(0, 10, 5);
    int most = Integer.MAX_VALUE;
    assertThat(tuple("gpu-fused-simple_4", most, most, most, most, 5)).containsExactly(1, -4, 5);
    assertThat(tuple("gpu-simple_1", 4, 5)).containsExactly(4, 5);
  }

  @Test
  void positionsBeginWhereTheWindowIsFull() {
    List<Integer> positions = new ArrayList<>();
    int[] ids = {1, 2, 3, 4, 5, 99};
    ForeignScheme salted = scheme(SELF_HASH);
    assertThat(salted.forEach(ids, 5, (i, _, _) -> positions.add(i))).isEqualTo(2);
    ForeignScheme plain = scheme("{\"seeding_scheme\": \"gpu-fused-simple_4\"}");
    assertThat(plain.forEach(ids, 5, (i, _, _) -> positions.add(i))).isEqualTo(1);
    assertThat(positions).containsExactly(3, 4, 4);
    assertThat(plain.forEach(ids, 3, (_, _, _) -> {})).isZero();
  }

  /** The threshold of the float32 rule, beside the rule itself word by word around it. */
  @Test
  void greenWordsAreThoseOfTheFloatRule() {
    for (double gamma : new double[] {0.5, 0.25, 0.1, 1e-6, 0.9, 0.999999}) {
      long green = GreenRule.detector(gamma);
      assertThat(Math.abs(green - GreenRule.generator(gamma))).isLessThan(512);
      for (long word = Math.max(0, green - 2000); word < green + 2000; word++) {
        boolean rule = (float) word * (float) 4.6566127342e-10 < (float) gamma;
        assertThat(word < green).isEqualTo(rule);
      }
    }
    ForeignScheme scheme = scheme("{\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 0.25}");
    assertThat(scheme.law()).isEqualTo(new NullLaw.Binomial(1, GreenRule.detector(0.25), 1L << 31));
  }

  /** Contexts that share the token of least hash share the seed, and count once. */
  @Test
  void evidenceCountsDistinctSeeds() {
    KeyedScheme key = key(SELF_HASH, "15485863").copy();
    assertThat(key.merges()).isTrue();
    int[] ids = new Random(3).ints(4000, 0, 12).toArray();
    Set<List<Long>> states = new HashSet<>();
    long[] green = new long[1];
    key.scheme()
        .forEach(
            ids,
            ids.length,
            (_, words, at) -> {
              if (states.add(List.of(key.stateHigh(words, at), key.stateLow(words, at)))) {
                green[0] += key.score(words, at);
              }
            });
    ForeignDetector detector = new ForeignDetector(key);
    detector.begin();
    detector.add(ids, ids.length);
    ForeignEvidence evidence = detector.evidence();
    assertThat(evidence.n()).isEqualTo(states.size()).isLessThan(120);
    assertThat(evidence.sum().longValueExact()).isEqualTo(green[0]);
  }

  @Test
  void sumsMergeOnlyUnderKeysOfManyFactorsTwo() {
    String simple = "{\"seeding_scheme\": \"gpu-fused-simple_4\"}";
    assertThat(key(simple, "15485863").merges()).isFalse();
    assertThat(key(simple, Long.toString(1L << 30)).merges()).isFalse();
    assertThat(key(simple, Long.toString(1L << 31)).merges()).isTrue();
    assertThat(key(simple, "0").merges()).isTrue();
  }

  @Test
  void seededScoresHaveTheMeanAndVarianceOfTheLaw() {
    for (String name : List.of("gpu-fused-simple_4", "gpu-selfhash", "gpu-selfhash-cpuhash")) {
      ForeignScheme scheme = scheme("{\"seeding_scheme\": \"" + name + "\", \"gamma\": 0.25}");
      double square = 0.25 * 0.75 * (1 - 4 * 0.25 * 0.75);
      SeededMoments.require(scheme, 151936, 1, 0.25, 0.1875, square);
    }
  }

  @Test
  void originalsFailWhereTheSourceFails() {
    KeyedScheme key = key(SELF_HASH, "1");
    assertThatThrownBy(() -> key.asOriginal("1.0.0", new int[3], 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4 tokens");
    assertThatThrownBy(() -> key.asOriginal("2.0.0", new int[9], 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1.0.0");
    assertThat(key.asOriginal("1.0.0", new int[9], 9).scored()).isEqualTo(1);
  }

  @Test
  void badKeyFiles() {
    refused("{}", "1", "seeding_scheme");
    refused("{\"seeding_scheme\": \"lefthash\"}", "1", "seeding_scheme");
    refused("{\"seeding_scheme\": \"gpu-fused-selfhash-cpuhash\"}", "1", "seeding_scheme");
    refused("{\"seeding_scheme\": \"gpu-ff-minhash_prf-65-True\"}", "1", "seeding_scheme");
    refused("{\"seeding_scheme\": \"gpu-ff-noncomm_prf-4-True\"}", "1", "seeding_scheme");
    refused("{\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 1}", "1", "gamma");
    refused("{\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 0}", "1", "gamma");
    refused("{\"seeding_scheme\": \"gpu-selfhash\", \"context_width\": 5}", "1", "context_width");
    refused("{\"seeding_scheme\": \"gpu-selfhash\", \"self_salt\": false}", "1", "self_salt");
    refused("{\"seeding_scheme\": \"gpu-selfhash\", \"salt\": 1}", "1", "salt");
    refused(SELF_HASH, "\"0x1\"", "key");
    key(
        "{\"seeding_scheme\": \"gpu-fused-selfhash-fullvocab\", \"context_width\": 4,"
            + " \"self_salt\": true, \"vocab_size\": 9, \"delta\": 2, \"z_threshold\": 4,"
            + " \"normalizers\": [], \"ignore_repeated_ngrams\": true}",
        "\"-5\"");
  }

  private static long seed(Seeding seeding, long key, int[] span) {
    int[] tuple = new int[span.length];
    seeding.reduce(span, 0, tuple);
    return new Seeds(seeding, key).of(tuple, 0);
  }

  private static int[] tuple(String name, int... span) {
    ForeignScheme scheme = scheme("{\"seeding_scheme\": \"" + name + "\"}");
    int[][] tuple = new int[1][];
    scheme.forEach(
        span,
        span.length,
        (_, words, at) -> tuple[0] = Arrays.copyOfRange(words, at, at + scheme.width()));
    return tuple[0];
  }

  private static void refused(String parameters, String key, String field) {
    assertThatThrownBy(() -> key(parameters, key))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/" + field);
  }

  private static ForeignProfile profile() {
    return ForeignProfiles.of("test", "sbw-v1");
  }

  private static ForeignScheme scheme(String parameters) {
    return profile().scheme(StrictJson.parse("p", parameters.getBytes(UTF_8)));
  }

  private static KeyedScheme key(String parameters, String key) {
    StrictJson root = StrictJson.parse("k", ("{\"key\": " + key + "}").getBytes(UTF_8));
    return profile().keyed(scheme(parameters), root);
  }
}
