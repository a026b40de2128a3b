package ai.tidemark.scan.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.scan.inference.TextForm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Block files, and the evidence on them, from a program with no code of ours. */
final class BlockVectorsTest {
  private static List<JsonNode> tests(String type) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            BlockVectorsTest.class.getResourceAsStream("/vectors/plan/blocks.json"))) {
      List<JsonNode> tests = new ArrayList<>();
      for (JsonNode group : new ObjectMapper().readTree(in).get("testGroups")) {
        if (group.get("type").asText().equals(type)) {
          group.get("tests").forEach(tests::add);
        }
      }
      assertThat(tests).isNotEmpty();
      return tests;
    }
  }

  private static BlockTuples read(JsonNode test, Contexts.Coined contexts) {
    byte[] records = HexFormat.of().parseHex(test.get("blocks").asText());
    int level = test.get("level").asInt();
    return BlockTuples.of("blocks", MemorySegment.ofArray(records), level, contexts);
  }

  private static boolean valid(JsonNode test) {
    return test.get("result").asText().equals("valid");
  }

  private static DrawKey key(JsonNode test, String field) {
    return DrawKey.copyOf(HexFormat.of().parseHex(test.get(field).asText()));
  }

  @Test
  void files() throws IOException {
    Contexts.Coined contexts = Contexts.Coined.DEFAULT;
    for (JsonNode test : tests("BlockFile")) {
      if (valid(test)) {
        BlockTuples tuples = read(test, contexts);
        assertThat(tuples.size()).isEqualTo(test.get("count").asLong());
        assertThat(tuples.digest()).isEqualTo(test.get("digest").asText());
        assertThat(tuples.levelOfAtMost(test.get("budget").asLong()))
            .isEqualTo(test.get("slice").asInt());
      } else {
        assertThatThrownBy(() -> read(test, contexts))
            .as(test.get("comment").asText())
            .isInstanceOf(BadInputException.class);
      }
    }
  }

  @Test
  void evidence() throws IOException {
    for (JsonNode test : tests("Evidence")) {
      Contexts.Coined contexts =
          new Contexts.Coined(
              4, 2, test.get("narrowShare").asLong(), test.get("fleetShare").asLong());
      BlockTuples tuples = read(test, contexts);
      try (DrawKey fleet = key(test, "fleet");
          DrawKey tenant = key(test, "tenant");
          DrawKey coin = key(test, "coin")) {
        assertThat(fleet.coinKey()).isEqualTo(coin);
        CorpusScores scores =
            CorpusScores.of(
                tuples,
                tuples.level(),
                new CorpusScores.Keys(contexts, coin, List.of(fleet), List.of(tenant)),
                2,
                () -> false);
        boolean all = true;
        for (Tier tier : Tier.values()) {
          for (TextForm form : TextForm.values()) {
            Evidence found = scores.evidence(tier, form).getFirst();
            String name = form == TextForm.RAW ? "Raw" : "Normalised";
            JsonNode expected = test.get(tier.name().toLowerCase(Locale.ROOT) + name);
            all &=
                found.n() == expected.get("n").asLong()
                    && found.sum().toString().equals(expected.get("S").asText());
          }
        }
        assertThat(all).as(test.get("comment").asText()).isEqualTo(valid(test));
      }
    }
  }
}
