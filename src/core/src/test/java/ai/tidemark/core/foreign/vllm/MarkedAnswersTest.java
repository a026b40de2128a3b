package ai.tidemark.core.foreign.vllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Answers of a real model, marked by vLLM 0.33's own function, and plain ones of the same model.
 */
final class MarkedAnswersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** vLLM's own detector says 2e-37 to 4e-106 of these answers. */
  @Test
  void markedAnswersAreFoundAsFarOutAsVllmFindsThem() throws IOException {
    List<Double> originals = new ArrayList<>();
    for (JsonNode row : lines("vllm-gumbel")) {
      KeyedScheme key = key(row.get("parameters"));
      int[] ids = Vectors.ints(row.get("ids"));
      ForeignEvidence evidence = evidence(key, ids);
      OriginalFinding original = key.asOriginal("0.33", ids, ids.length);
      double lnOriginal = Math.log(original.p().orElseThrow());
      originals.add(lnOriginal);
      assertThat(evidence.n()).isBetween(original.scored(), (long) ids.length);
      assertThat(evidence.lnP()).isLessThan(-70);
      if (evidence.n() == original.scored()) {
        assertThat(evidence.lnP()).isCloseTo(lnOriginal, within(1e-6));
      }
    }
    originals.sort(null);
    assertThat(originals.getFirst()).isBetween(Math.log(3.5e-106), Math.log(4.5e-106));
    assertThat(originals.getLast()).isBetween(Math.log(1.5e-37), Math.log(2.5e-37));
  }

  /** Kolmogorov-Smirnov at 1e-3 over 16 plain answers under the keys of the 16 marked ones. */
  @Test
  void plainAnswersAreUniform() throws IOException {
    List<JsonNode> plain = lines("plain");
    List<JsonNode> marked = lines("vllm-gumbel");
    double[] p = new double[plain.size()];
    for (int i = 0; i < p.length; i++) {
      KeyedScheme key = key(marked.get(i % marked.size()).get("parameters"));
      p[i] = Math.exp(evidence(key, Vectors.ints(plain.get(i).get("ids"))).lnP());
    }
    Arrays.sort(p);
    double distance = 0;
    for (int i = 0; i < p.length; i++) {
      distance =
          Math.max(distance, Math.max((i + 1.0) / p.length - p[i], p[i] - (double) i / p.length));
    }
    assertThat(p.length).isEqualTo(16);
    assertThat(distance).isLessThan(0.47); // 1e-3 point of D for n = 16
  }

  private static KeyedScheme key(JsonNode parameters) {
    long key = Long.parseUnsignedLong(parameters.get("key").textValue());
    return new GumbelKey(new GumbelScheme(parameters.get("context_width").intValue()), key);
  }

  private static ForeignEvidence evidence(KeyedScheme key, int[] ids) {
    ForeignDetector detector = new ForeignDetector(key);
    detector.begin();
    detector.add(ids, ids.length);
    return detector.evidence();
  }

  private static List<JsonNode> lines(String name) throws IOException {
    String path = "/vectors/marked/" + name + ".jsonl";
    List<JsonNode> rows = new ArrayList<>();
    try (InputStream in = MarkedAnswersTest.class.getResourceAsStream(path);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, path), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(MAPPER.readTree(line));
      }
    }
    return rows;
  }
}
