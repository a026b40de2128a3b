package ai.tidemark.core.foreign.seeded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sources' own detectors say, and a real model's answers that they marked. */
final class OriginalsTest {
  private static final int[] REPEATING = {1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6};

  @Test
  void transformersHasThreeBehaviours() {
    KeyedScheme keyed =
        KeyFiles.read(
            "kgw-hf-cpu", "{\"vocab_size\":32000,\"ignore_repeated_ngrams\":true}", "\"15485863\"");
    assertThat(keyed.originals()).containsExactly("5.18", "5.22", "5.23");
    OriginalFinding oldest = keyed.asOriginal("5.18", REPEATING, REPEATING.length);
    OriginalFinding middle = keyed.asOriginal("5.22", REPEATING, REPEATING.length);
    OriginalFinding newest = keyed.asOriginal("5.23", REPEATING, REPEATING.length);
    assertThat(oldest.scored()).isEqualTo(17);
    assertThat(middle.scored()).isEqualTo(6); // distinct pairs
    assertThat(newest.scored()).isEqualTo(6);
    assertThat(middle.z()).isEqualTo(newest.z());
    assertThat(middle.p().orElseThrow()).isNotCloseTo(newest.p().orElseThrow(), within(1e-4));
    for (String version : List.of("4.57.6", "5.0.0", "5.18.3", "5.18")) {
      assertThat(keyed.asOriginal(version, REPEATING, 18).scored()).isEqualTo(17);
      assertThat(keyed.asOriginal(version, REPEATING, 18).p()).isEqualTo(oldest.p());
    }
    for (String version : List.of("5.19.0", "5.20.1", "5.22.2")) {
      assertThat(keyed.asOriginal(version, REPEATING, 18).p()).isEqualTo(middle.p());
    }
    for (String version : List.of("5.23.0", "5.40", "6.0.1")) {
      assertThat(keyed.asOriginal(version, REPEATING, 18).p()).isEqualTo(newest.p());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kgw-hf-cpu | {'vocab_size':100} | latest | is not a version whose detector of kgw-hf-cpu",
        "kgw-hf-cpu | {'vocab_size':100,'context_width':9} | 5.23 | a text of 9 tokens; it asks for"
            + " 10",
        "kgw-orig-cpu | {'vocab_size':100,'seeding_scheme':'lefthash'} | 5.23 | [lm-watermarking]",
        "kgw-orig-cpu | {'vocab_size':100,'seeding_scheme':'ff-minhash_prf-9-True'} |"
            + " lm-watermarking | it asks for 10",
        "kgw-markllm-cpu | {'vocab_size':100} | 0.1.4 | [0.1.5]",
        "kgw-markllm-cpu | {'vocab_size':100,'prefix_length':9} | 0.1.5 | it asks for 10",
        "markllm-exp | {'vocab_size':100} | 0.1.4 | [0.1.5]",
        "markllm-exp | {'vocab_size':100,'prefix_length':9} | 0.1.5 | it asks for 10",
        "unigram-pcg64 | {'vocab_size':100} | 1 | [0.1.5]",
        "threebricks-hash-gumbel | {'vocab_size':100} | 1 | there are []",
        "threebricks-hash-greenlist | {'vocab_size':100} | 1 | there are []",
      })
  void versionsAndTextsTheSourceRefusesAreErrors(
      String id, String parameters, String version, String says) {
    KeyedScheme keyed = KeyFiles.read(id, parameters.replace('\'', '"'), "1");
    assertThatThrownBy(() -> keyed.asOriginal(version, REPEATING, 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(says);
  }

  @Test
  void answersMarkedByTransformersAreFoundAndPlainOnesAreNot() throws IOException {
    assertMarked("hf-kgw-lefthash", 8.65, 10.35);
    assertMarked("hf-kgw-selfhash", 5.75, 10.95);
  }

  private static void assertMarked(String file, double least, double most) throws IOException {
    List<JsonNode> marked = lines(file);
    KeyedScheme keyed = key((ObjectNode) marked.getFirst().get("parameters"));
    for (int i = 0; i < marked.size(); i++) {
      int[] ids = Vectors.ints(marked.get(i).get("ids"));
      if (i < 3) { // these the source's own detector was run on
        assertThat(keyed.asOriginal("5.23", ids, ids.length).z().orElseThrow())
            .isBetween(least, most);
      }
      assertThat(lnP(keyed, ids)).isLessThan(-13);
    }
    List<Double> plain = new ArrayList<>();
    for (JsonNode line : lines("plain")) {
      plain.add(lnP(keyed, Vectors.ints(line.get("ids"))));
    }
    assertThat(plain).isNotEmpty().allSatisfy(lnP -> assertThat(lnP).isGreaterThan(-6.9));
  }

  private static KeyedScheme key(ObjectNode parameters) {
    String key = parameters.remove("hashing_key").asText();
    parameters.put("ignore_repeated_ngrams", true);
    return KeyFiles.read("kgw-hf-cpu", parameters.toString(), key);
  }

  private static double lnP(KeyedScheme keyed, int[] ids) {
    ForeignDetector detector = new ForeignDetector(keyed);
    detector.add(ids, ids.length);
    return detector.evidence().lnP();
  }

  private static List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    OriginalsTest.class.getResourceAsStream("/vectors/marked/" + name + ".jsonl")),
                StandardCharsets.UTF_8))) {
      ObjectMapper json = new ObjectMapper();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(json.readTree(line));
      }
    }
    return lines;
  }
}
