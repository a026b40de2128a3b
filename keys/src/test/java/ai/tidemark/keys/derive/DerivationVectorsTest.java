package ai.tidemark.keys.derive;

import static ai.tidemark.keys.VectorFile.bytes;
import static ai.tidemark.keys.VectorFile.valid;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.keys.VectorFile;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.secret.SecretBytes;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The vectors that a Python program made which shares no code with this one. */
final class DerivationVectorsTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void check(String name, String type, Holds holds) {
    int[] counts = new int[2];
    for (JsonNode test : VectorFile.tests(name, type)) {
      assertThat(holds.of(test))
          .as("%s, tcId %s: %s", type, test.get("tcId"), test.get("comment"))
          .isEqualTo(valid(test));
      counts[valid(test) ? 1 : 0]++;
    }
    assertThat(counts[0]).as("invalid cases").isPositive();
    assertThat(counts[1]).as("valid cases").isPositive();
  }

  @FunctionalInterface
  private interface Holds {
    boolean of(JsonNode test);
  }

  @Test
  void contexts() {
    check(
        "derivation",
        "Context",
        test -> {
          Fields fields = Fields.of(test.get("label").asText());
          test.get("fields").forEach(f -> fields.raw(HexFormat.of().parseHex(f.asText())));
          return hex(fields.bytes()).equals(test.get("context").asText());
        });
  }

  @Test
  void keysOfAnEra() {
    check("derivation", "EraKey", DerivationVectorsTest::derivesAsTheVectorSays);
  }

  private static boolean derivesAsTheVectorSays(JsonNode test) {
    FixedRoot root = new FixedRoot(bytes(test, "root"));
    Derivation derivation = new Derivation(root, "root", test.get("deployment").asText());
    boolean fleet = test.get("role").asText().equals("fleet");
    Subject subject = fleet ? Subject.fleet() : Subject.tenant(test.get("name").asText());
    byte[] profile = bytes(test, "profileSha256");
    String era = test.get("era").asText();
    Map<String, String> outputs = new TreeMap<>();
    outputs.put("tagSalt", hex(derivation.tagSalt(subject)));
    outputs.put("tag", hex(derivation.tag(subject)));
    try (EraSeed seed = derivation.seed(subject, profile, era);
        SecretBytes key = seed.key(bytes(test, "beacon"))) {
      outputs.put("seed", hex(seed.open()));
      outputs.put("commitment", hex(seed.commitment()));
      outputs.put("key", key.use(DerivationVectorsTest::hex));
      if (fleet) {
        try (SecretBytes coin = CoinKey.of(key)) {
          outputs.put("coin", coin.use(DerivationVectorsTest::hex));
          outputs.put("coinCommitment", coin.use(c -> hex(CoinKey.commitment(profile, era, c))));
        }
      }
    }
    boolean same = true;
    for (Map.Entry<String, String> output : outputs.entrySet()) {
      same &= output.getValue().equals(test.get(output.getKey()).asText());
    }
    return same;
  }

  @Test
  void commitmentFiles() {
    check(
        "commitment",
        "CommitmentFile",
        test -> {
          try {
            CommitmentFile file = CommitmentFile.parse("file", bytes(test, "file"));
            assertThat(hex(file.bytes())).isEqualTo(test.get("file").asText());
            return file.size() == test.get("count").asInt()
                && hex(file.root()).equals(test.get("root").asText());
          } catch (BadInputException _) {
            return false;
          }
        });
  }

  @Test
  void openings() {
    check("commitment", "Opening", DerivationVectorsTest::opens);
  }

  private static boolean opens(JsonNode test) {
    boolean fleet = test.get("role").asText().equals("fleet");
    Subject subject = fleet ? Subject.fleet() : Subject.tenant(test.get("name").asText());
    byte[] tag = bytes(test, "tag");
    List<byte[]> path = new ArrayList<>();
    test.get("path").forEach(h -> path.add(HexFormat.of().parseHex(h.asText())));
    try (EraSeed seed =
        EraSeed.of(
            tag, bytes(test, "profileSha256"), test.get("era").asText(), bytes(test, "seed"))) {
      return Tag.matches(tag, test.get("deployment").asText(), subject, bytes(test, "tagSalt"))
          && Arrays.equals(seed.commitment(), bytes(test, "commitment"))
          && Merkle.includes(
              Merkle.leaf(CommitmentFile.leaf(seed)),
              test.get("index").asLong(),
              test.get("count").asLong(),
              path,
              bytes(test, "root"));
    }
  }

  @Test
  void theCoinKeyIsTheOneThatDrawsAreMadeWith() {
    byte[] fleet = new byte[DrawKey.BYTES];
    Arrays.fill(fleet, (byte) 7);
    try (SecretBytes key = SecretBytes.copyOf(fleet);
        SecretBytes coin = CoinKey.of(key);
        DrawKey expected = DrawKey.copyOf(fleet).coinKey();
        DrawKey ours = coin.use(DrawKey::copyOf)) {
      assertThat(ours).isEqualTo(expected);
    }
  }
}
