package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.log.LogVectors.Case;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/log.md, made by src/testkit/scripts/gen_log.py. */
final class LogVectorsTest {
  static Stream<Arguments> keys() {
    return LogVectors.of("keys", "Vkey");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keys(Case it) {
    String text = it.test().get("vkey").asText();
    assertThat(LogVectors.outcome(() -> Vkey.parse("key", text))).isEqualTo(it.outcome());
    if (it.valid()) {
      Vkey key = Vkey.parse("key", text);
      assertThat(key.encode()).isEqualTo(text);
      assertThat(key.kind().name()).isEqualTo(it.test().get("kind").asText());
      assertThat(key.name()).isEqualTo(it.test().get("name").asText());
      assertThat(HexFormat.of().toHexDigits(key.keyId()))
          .isEqualTo(it.test().get("keyId").asText());
      assertThat(key.publicKey()).isEqualTo(LogVectors.hex(it.test().get("publicKey")));
      assertThat(Vkey.of(key.kind(), key.name(), key.publicKey())).isEqualTo(key);
    }
  }

  static Stream<Arguments> notes() {
    return LogVectors.of("notes", "Note");
  }

  @ParameterizedTest
  @MethodSource("notes")
  void notes(Case it) {
    List<Vkey> keys =
        LogVectors.texts(it.group().get("keys")).stream().map(k -> Vkey.parse("key", k)).toList();
    byte[] bytes = it.bytes("note");
    Set<String> verified = new LinkedHashSet<>();
    assertThat(LogVectors.outcome(() -> verified.addAll(open(Note.parse("note", bytes), keys))))
        .isEqualTo(it.outcome());
    if (it.valid()) {
      assertThat(verified).containsExactlyElementsOf(LogVectors.texts(it.test().get("verified")));
      assertThat(Note.parse("note", bytes).text()).isEqualTo(it.test().get("text").asText());
      assertThat(Note.parse("note", bytes).encode()).isEqualTo(bytes);
    }
  }

  /** The rule of signed-note: strangers are ignored, known keys must verify, one at least. */
  private static List<String> open(Note note, List<Vkey> keys) {
    List<String> verified = new ArrayList<>();
    for (Note.Signature signature : note.signatures()) {
      for (Vkey key : keys) {
        if (key.claims(signature)) {
          if (!note.verifies(key, signature)) {
            throw new LogException(LogException.Code.BAD_SIGNATURE, "does not verify");
          }
          verified.add(key.name());
        }
      }
    }
    if (verified.isEmpty()) {
      throw new LogException(LogException.Code.UNSIGNED, "no known key");
    }
    return verified;
  }

  static Stream<Arguments> checkpoints() {
    return LogVectors.of("checkpoints", "Checkpoint");
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void checkpoints(Case it) {
    String body = it.test().get("body").asText();
    assertThat(LogVectors.outcome(() -> Checkpoint.parse("note", body))).isEqualTo(it.outcome());
    if (it.valid()) {
      JsonNode test = it.test();
      Checkpoint checkpoint = Checkpoint.parse("note", body);
      assertThat(checkpoint.body()).isEqualTo(body);
      assertThat(checkpoint)
          .isEqualTo(
              new Checkpoint(
                  test.get("origin").asText(),
                  Long.parseLong(test.get("size").asText()),
                  LogVectors.hex(test.get("root")),
                  LogVectors.texts(test.get("extensions"))));
    }
  }

  static Stream<Arguments> cosignatures() {
    return LogVectors.of("cosignatures", "Cosignature");
  }

  @ParameterizedTest
  @MethodSource("cosignatures")
  void cosignatures(Case it) {
    Vkey key = Vkey.parse("key", it.group().get("key").asText());
    Checkpoint checkpoint = Checkpoint.parse("body", it.group().get("body").asText());
    String line = it.test().get("line").asText();
    Note.Signature signature = Note.Signature.parse("line", line.substring(0, line.length() - 1));
    List<Cosignature> verified = new ArrayList<>();
    assertThat(
            LogVectors.outcome(() -> verified.add(Cosignature.verify(key, checkpoint, signature))))
        .isEqualTo(it.outcome());
    if (it.valid()) {
      long time = it.test().get("time").asLong();
      assertThat(verified.getFirst().time().map(Instant::getEpochSecond).orElse(0L))
          .isEqualTo(time);
      assertThat(signature.line() + "\n").isEqualTo(line);
    }
  }

  static Stream<Arguments> policies() {
    return LogVectors.of("policies", "Policy");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void policies(Case it) {
    LogPolicy policy = LogPolicy.parse("policy", it.group().get("policy").asText());
    List<VerifiedCheckpoint> verified = new ArrayList<>();
    assertThat(LogVectors.outcome(() -> verified.add(policy.verify(it.bytes("note")))))
        .isEqualTo(it.outcome());
    if (it.valid()) {
      JsonNode at = it.test().get("witnessedAt");
      assertThat(verified.getFirst().witnessedAt().map(Instant::getEpochSecond).orElse(0L))
          .isEqualTo(at.asLong());
      Map<String, Instant> cosigned = new HashMap<>();
      it.test()
          .get("cosigned")
          .forEachEntry((name, time) -> cosigned.put(name, Instant.ofEpochSecond(time.asLong())));
      assertThat(verified.getFirst().cosigned()).isEqualTo(cosigned);
    }
  }

  static Stream<Arguments> policySyntax() {
    return LogVectors.of("policies", "PolicySyntax");
  }

  @ParameterizedTest
  @MethodSource("policySyntax")
  void policySyntax(Case it) {
    byte[] bytes = it.bytes("policy");
    assertThat(LogVectors.outcome(() -> LogPolicy.parse("policy", bytes))).isEqualTo(it.outcome());
  }

  static Stream<Arguments> proofs() {
    return LogVectors.of("proofs", "Proof");
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void proofs(Case it) {
    LogPolicy policy = LogPolicy.parse("policy", it.group().get("policy").asText());
    byte[] bytes = it.bytes("proof");
    byte[] entry = it.bytes("entry");
    assertThat(LogVectors.outcome(() -> TlogProof.parse("proof", bytes).verify(policy, entry)))
        .isEqualTo(it.outcome());
    if (it.valid()) {
      TlogProof proof = TlogProof.parse("proof", bytes);
      assertThat(proof.index()).isEqualTo(it.test().get("index").asLong());
      assertThat(proof.verify(policy, entry).size()).isEqualTo(it.test().get("size").asLong());
      assertThat(proof.encode()).isEqualTo(bytes);
    }
  }

  static Stream<Arguments> roots() {
    return LogVectors.of("merkle", "Root");
  }

  @ParameterizedTest
  @MethodSource("roots")
  void roots(Case it) {
    List<byte[]> leaves =
        LogVectors.bytes(it.group().get("entries")).stream()
            .limit(it.test().get("size").asLong())
            .map(Merkle::leaf)
            .toList();
    assertThat(Merkle.root(leaves)).isEqualTo(LogVectors.hex(it.test().get("root")));
  }

  static Stream<Arguments> inclusion() {
    return LogVectors.of("merkle", "Inclusion");
  }

  @ParameterizedTest
  @MethodSource("inclusion")
  void inclusion(Case it) {
    JsonNode test = it.test();
    assertThat(
            Merkle.includes(
                LogVectors.hex(test.get("leafHash")),
                test.get("index").asLong(),
                test.get("size").asLong(),
                LogVectors.bytes(test.get("path")),
                LogVectors.hex(test.get("root"))))
        .isEqualTo(it.valid());
  }

  static Stream<Arguments> consistency() {
    return LogVectors.of("merkle", "Consistency");
  }

  @ParameterizedTest
  @MethodSource("consistency")
  void consistency(Case it) {
    JsonNode test = it.test();
    assertThat(
            Merkle.consistent(
                test.get("oldSize").asLong(),
                LogVectors.hex(test.get("oldRoot")),
                test.get("size").asLong(),
                LogVectors.hex(test.get("root")),
                LogVectors.bytes(test.get("proof"))))
        .isEqualTo(it.valid());
  }

  static Stream<Arguments> tilePaths() {
    return LogVectors.of("tiles", "TilePath");
  }

  @ParameterizedTest
  @MethodSource("tilePaths")
  void tilePaths(Case it) {
    JsonNode test = it.test();
    String path = test.get("path").asText();
    assertThat(LogVectors.outcome(() -> TilePath.parse("path", path))).isEqualTo(it.outcome());
    if (it.valid()) {
      TilePath tile =
          new TilePath(
              test.get("level").asInt(), test.get("index").asLong(), test.get("width").asInt());
      assertThat(TilePath.parse("path", path)).isEqualTo(tile);
      assertThat(tile.path()).isEqualTo(path);
    }
  }

  @Test
  void edges() {
    LogVectors.of("tiles", "Edge")
        .map(arguments -> ((Case) arguments.get()[0]).test())
        .forEach(
            test ->
                assertThat(TilePath.edge(test.get("size").asLong()))
                    .extracting(TilePath::path)
                    .containsExactlyElementsOf(LogVectors.texts(test.get("paths"))));
  }

  static Stream<Arguments> bundles() {
    return LogVectors.of("tiles", "EntryBundle");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void bundles(Case it) {
    int width = it.test().get("width").asInt();
    byte[] bytes = LogVectors.hex(it.test().get("bundle"));
    assertThat(LogVectors.outcome(() -> EntryBundle.parse("bundle", width, bytes)))
        .isEqualTo(it.outcome());
    if (it.valid()) {
      List<byte[]> entries = LogVectors.bytes(it.test().get("entries"));
      assertThat(EntryBundle.parse("bundle", width, bytes)).containsExactlyElementsOf(entries);
      assertThat(EntryBundle.encode(entries)).isEqualTo(bytes);
    }
  }

  static Stream<Arguments> tiles() {
    return LogVectors.of("tiles", "Tile");
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void tiles(Case it) {
    int width = it.test().get("width").asInt();
    byte[] bytes = LogVectors.hex(it.test().get("tile"));
    assertThat(LogVectors.outcome(() -> Tile.parse("tile", width, bytes))).isEqualTo(it.outcome());
    if (it.valid()) {
      List<byte[]> hashes = LogVectors.bytes(it.test().get("hashes"));
      assertThat(Tile.parse("tile", width, bytes)).containsExactlyElementsOf(hashes);
      assertThat(Tile.encode(hashes)).isEqualTo(bytes);
    }
  }

  /** Proofs of a large public log, as its own client made them. */
  @Test
  void proofsOfAPublicLogVerify() {
    JsonNode file = LogVectors.read("public-log");
    Vkey key = Vkey.parse("key", file.get("key").asText());
    Checkpoint latest = opened(key, file.get("checkpoint").asText());
    assertThat(file.get("vectors")).hasSize(4);
    for (JsonNode vector : file.get("vectors")) {
      byte[] entry = vector.get("entry").asText().getBytes(StandardCharsets.UTF_8);
      long index = vector.get("index").asLong();
      List<byte[]> path = hashes(vector.get("path"));
      assertThat(path).hasSizeGreaterThan(20);
      assertThat(Merkle.includes(Merkle.leaf(entry), index, latest.size(), path, latest.root()))
          .isTrue();
      assertThat(Merkle.includes(Merkle.leaf(entry), index + 1, latest.size(), path, latest.root()))
          .isFalse();
      Checkpoint older = opened(key, vector.get("olderCheckpoint").asText());
      List<byte[]> proof = hashes(vector.get("consistency"));
      assertThat(Merkle.consistent(older.size(), older.root(), latest.size(), latest.root(), proof))
          .isTrue();
      assertThat(
              Merkle.consistent(older.size(), latest.root(), latest.size(), latest.root(), proof))
          .isFalse();
    }
  }

  private static Checkpoint opened(Vkey key, String text) {
    Note note = Note.parse("note", text.getBytes(StandardCharsets.UTF_8));
    assertThat(open(note, List.of(key))).hasSize(1);
    return Checkpoint.parse("note", note.text());
  }

  private static List<byte[]> hashes(JsonNode array) {
    return LogVectors.texts(array).stream().map(text -> LogText.hash("hash", text)).toList();
  }
}
