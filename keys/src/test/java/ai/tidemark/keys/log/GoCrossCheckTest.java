package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our log read by golang.org/x/mod/sumdb and github.com/transparency-dev/formats, and theirs by us;
 * benchmarks/crosscheck/log says what they check. Needs Go: src/testkit/scripts/integration-setup.
 */
@Tag("integration")
final class GoCrossCheckTest {
  private static final Path RUN = Path.of("..", "benchmarks", "crosscheck", "log", "run");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] SIZES = {1, 2, 3, 255, 256, 257, 511, 1024, 1025, 65_536, 70_000};
  private static final int NOTES = 10_000;

  private static final NoteSigner LOG =
      new NoteSigner("tidemark.example/log", LocalSigner.generate(Algorithm.ED25519));
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final List<Cosigner> WITNESSES =
      List.of(
          cosigner("witness.example/1", Algorithm.ED25519),
          cosigner("witness.example/2", Algorithm.ML_DSA_44));

  @TempDir private static Path directory;

  private static Cosigner cosigner(String name, Algorithm algorithm) {
    return new Cosigner(name, LocalSigner.generate(algorithm), () -> NOON);
  }

  /** Writes our log and proofs, and has the Go programs check them and write theirs. */
  @BeforeAll
  static void bothAgreeOnOurs() throws IOException, InterruptedException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < SIZES[SIZES.length - 1]; i++) {
      entries.add(("{\"entry\":" + i + "}").repeat(i % 3).getBytes(StandardCharsets.UTF_8));
    }
    StaticLog log = new StaticLog(entries);
    log.write(directory.resolve("log"), SIZES);
    ObjectNode ours = JSON.createObjectNode();
    ours.put("key", LOG.vkey().encode()).put("origin", LOG.vkey().name());
    SplittableRandom random = new SplittableRandom(20_261_124);
    for (int size : SIZES) {
      Note note = LOG.sign(head(log, size));
      ours.withArray("heads").addObject().put("size", size).put("note", text(note.encode()));
      for (int i = 0; i < 300; i++) {
        GoProofs.inclusion(ours.withArray("inclusion"), log, random.nextInt(size), size, random);
        GoProofs.consistency(
            ours.withArray("consistency"), log, 1 + random.nextInt(size), size, random);
      }
    }
    notes(ours.withArray("notes"), log, random);
    cosigned(ours, log, entries);
    Files.write(directory.resolve("ours.json"), JSON.writeValueAsBytes(ours));
    Process run =
        new ProcessBuilder(RUN.toString(), directory.toString()).redirectErrorStream(true).start();
    String output = text(run.getInputStream().readAllBytes());
    System.out.print(output); // the figures
    assertThat(run.waitFor()).as(output).isZero();
  }

  private static Checkpoint head(StaticLog log, int size) {
    return new Checkpoint(LOG.vkey().name(), size, log.root(size));
  }

  /** Mutants of a note with two signatures, with our verdict. */
  private static void notes(ArrayNode out, StaticLog log, SplittableRandom random) {
    Checkpoint checkpoint = head(log, 1025);
    NoteSigner stranger =
        new NoteSigner("stranger.example", LocalSigner.generate(Algorithm.ED25519));
    byte[] seed = LOG.sign(checkpoint).with(stranger.signature(checkpoint.body())).encode();
    int accepted = 0;
    for (int i = 0; i < NOTES; i++) {
      byte[] mutant = seed;
      for (int n = 0; n <= i % 3 && i > 0; n++) {
        mutant = GoProofs.mutate(mutant, random);
      }
      String why = refusal(mutant);
      out.addObject().put("note", mutant).put("accept", why.isEmpty()).put("why", why);
      accepted += why.isEmpty() ? 1 : 0;
    }
    assertThat(accepted).isBetween(NOTES / 100, NOTES / 2);
  }

  /** Returns why a note signed by the log is refused as such, or "". */
  private static String refusal(byte[] bytes) {
    try {
      Note note = Note.parse("note", bytes);
      List<Note.Signature> claimed = note.signatures().stream().filter(LOG.vkey()::claims).toList();
      boolean all = claimed.stream().allMatch(line -> note.verifies(LOG.vkey(), line));
      return claimed.isEmpty() ? "unsigned" : all ? "" : "bad signature";
    } catch (BadInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void cosigned(ObjectNode ours, StaticLog log, List<byte[]> entries) {
    Checkpoint checkpoint = head(log, 1025);
    Note alone = LOG.sign(checkpoint);
    Note first = alone.with(WITNESSES.getFirst().cosign(checkpoint));
    Note second = alone.with(WITNESSES.getLast().cosign(checkpoint));
    Note both = first.with(WITNESSES.getLast().cosign(checkpoint));
    WITNESSES.forEach(witness -> ours.withArray("witnesses").add(witness.vkey().encode()));
    for (int i = 0; i < 1025; i += 41) {
      TlogProof proof = new TlogProof(i, log.inclusion(i, 1025), both.encode());
      ours.withArray("proofs")
          .addObject()
          .put("proof", text(proof.encode()))
          .put("entry", text(entries.get(i)));
    }
    String keys =
        "log %s\nwitness a %s http://a.example/\nwitness b %s http://b.example/\n"
            .formatted(
                LOG.vkey().encode(),
                WITNESSES.getFirst().vkey().encode(),
                WITNESSES.getLast().vkey().encode());
    Checkpoint other = head(log, 1024);
    Note wrong = alone.with(WITNESSES.getFirst().cosign(other));
    for (String rule :
        List.of(
            "quorum none\n",
            "quorum a\n",
            "quorum b\n",
            "group g any a b\nquorum g\n",
            "group g all a b\nquorum g\n",
            "group g 2 a b\nquorum g\n",
            "group g any a\ngroup h all g b\nquorum h\n")) {
      LogPolicy policy = LogPolicy.parse("policy", keys + rule);
      for (Note note : List.of(alone, first, second, both)) {
        ours.withArray("policies")
            .addObject()
            .put("policy", keys + rule)
            .put("note", text(note.encode()))
            .put("accept", accepts(policy, note));
      }
      // a bad cosignature spoils our note altogether, theirs only where it is asked for
      assertThat(accepts(policy, wrong)).isFalse();
    }
  }

  private static boolean accepts(LogPolicy policy, Note note) {
    try {
      policy.verify(note.encode());
      return true;
    } catch (LogException _) {
      return false;
    }
  }

  @Test
  void theirLogVerifies() throws IOException {
    JsonNode theirs = JSON.readTree(directory.resolve("theirs-sumdb.json").toFile());
    LogPolicy policy = LogPolicy.of(Vkey.parse("key", theirs.get("key").asText()));
    for (JsonNode head : theirs.get("heads")) {
      VerifiedCheckpoint verified = policy.verify(bytes(head.get("note").asText()));
      assertThat(verified.size()).isEqualTo(head.get("size").asLong());
    }
    SplittableRandom random = new SplittableRandom(1);
    assertThat(theirs.get("inclusion").size()).isGreaterThan(3_000);
    for (JsonNode it : theirs.get("inclusion")) {
      assertThat(GoProofs.accepts(it, random)).as(it::toString).isEqualTo("accept, refuse");
    }
    assertThat(theirs.get("consistency").size()).isGreaterThan(3_000);
    for (JsonNode it : theirs.get("consistency")) {
      assertThat(GoProofs.accepts(it, random)).as(it::toString).isEqualTo("accept, refuse");
    }
    System.out.printf(
        "theirs: %d checkpoints, %d inclusion proofs, %d consistency proofs%n",
        theirs.get("heads").size(),
        theirs.get("inclusion").size(),
        theirs.get("consistency").size());
  }

  @Test
  void theirCosignedProofsVerify() throws IOException {
    Path file = directory.resolve("theirs-formats.json");
    assumeTrue(Files.exists(file), "needs Go 1.25");
    JsonNode theirs = JSON.readTree(file.toFile());
    String witnesses = theirs.get("witnesses").get(0).asText();
    LogPolicy policy =
        LogPolicy.parse(
            "policy",
            "log %s\nwitness a %s\nwitness b %s\ngroup g all a b\nquorum g\n"
                .formatted(
                    theirs.get("key").asText(),
                    witnesses,
                    theirs.get("witnesses").get(1).asText()));
    assertThat(theirs.get("proofs").size()).isEqualTo(24);
    for (JsonNode it : theirs.get("proofs")) {
      TlogProof proof = TlogProof.parse("proof", bytes(it.get("proof").asText()));
      VerifiedCheckpoint verified = proof.verify(policy, bytes(it.get("entry").asText()));
      assertThat(verified.cosigned()).containsOnlyKeys("a", "b");
      assertThat(verified.witnessedAt().orElseThrow()).isAfter(NOON.minusSeconds(31_536_000));
      assertThat(proof.encode()).isEqualTo(bytes(it.get("proof").asText()));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
