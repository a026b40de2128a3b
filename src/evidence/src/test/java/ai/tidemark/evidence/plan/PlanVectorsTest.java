package ai.tidemark.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.corpus.Manifest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Plans and manifests that a program with no code of ours wrote, most of them broken. */
final class PlanVectorsTest {
  private static List<JsonNode> tests(String file) throws IOException {
    String name = "/vectors/plan/" + file + ".json";
    try (InputStream in = Objects.requireNonNull(PlanVectorsTest.class.getResourceAsStream(name))) {
      List<JsonNode> tests = new ArrayList<>();
      for (JsonNode group : new ObjectMapper().readTree(in).get("testGroups")) {
        group.get("tests").forEach(tests::add);
      }
      return tests;
    }
  }

  private static void check(String file, String field, Function<byte[], String> read)
      throws IOException {
    List<JsonNode> tests = tests(file);
    assertThat(tests).hasSizeGreaterThan(30);
    for (JsonNode test : tests) {
      byte[] bytes = test.get(file).asText().getBytes(StandardCharsets.UTF_8);
      String found;
      try {
        found = read.apply(bytes);
      } catch (BadInputException e) {
        found = "refused";
      }
      boolean valid = test.get("result").asText().equals("valid");
      assertThat(found)
          .as(test.get("comment").asText())
          .isEqualTo(valid ? test.get(field).asText() : "refused");
    }
  }

  /** A change of one bit is refused, or is another file with other bytes. */
  private static void mutants(String file, UnaryOperator<byte[]> readAndWrite) throws IOException {
    byte[] sound = tests(file).getFirst().get(file).asText().getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(1);
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutant = sound.clone();
      mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(readAndWrite.apply(mutant)).isEqualTo(mutant);
        read++;
      } catch (BadInputException e) {
        assertThat(e.where()).startsWith(file);
      }
    }
    assertThat(read).isBetween(100, 2_000);
  }

  @Test
  void mutants() throws IOException {
    mutants("plan", bytes -> Plan.parse("plan", bytes).canonicalJson());
    mutants("manifest", bytes -> Manifest.parse("manifest", bytes).canonicalJson());
  }

  @Test
  void plans() throws IOException {
    check("plan", "sha256", bytes -> Plan.parse("plan", bytes).sha256());
  }

  @Test
  void manifests() throws IOException {
    check("manifest", "root", bytes -> Manifest.parse("manifest", bytes).root());
  }
}
