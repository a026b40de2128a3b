package ai.tidemark.keys.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.disk.SimulatedDisk;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Cosigner;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogFollower;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WitnessTest {
  private static final Instant NOW = Instant.parse("2026-11-24T11:30:00Z");
  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519));
  private static final Cosigner ED25519 =
      new Cosigner(
          "witness.example/a", LocalSigner.generate(Algorithm.ED25519), InstantSource.fixed(NOW));
  private static final Cosigner ML_DSA =
      new Cosigner(
          "witness.example/b", LocalSigner.generate(Algorithm.ML_DSA_44), InstantSource.fixed(NOW));
  private static final List<Cosigner> BOTH = List.of(ED25519, ML_DSA);

  @TempDir private Path folder;

  @Test
  void bothKindsOfCosignaturesMakeTheQuorum() throws Exception {
    LogPolicy policy =
        LogPolicy.parse(
            "policy",
            "log "
                + SIGNER.vkey().encode()
                + "\nwitness a "
                + ED25519.vkey().encode()
                + "\nwitness b "
                + ML_DSA.vkey().encode()
                + "\ngroup g all a b\nquorum g\n");
    try (Witness witness = witness();
        WitnessServer server = serve(witness);
        LogWriter log = LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.SINGLE)) {
      WitnessClient client = client(server);
      for (int size : new int[] {1, 1, 5, 300}) {
        append(log, size);
        LogReader reader = LogReader.open(folder.resolve("log"));
        assertThatExceptionOfType(LogException.class)
            .isThrownBy(() -> policy.verify(reader.note()))
            .extracting(LogException::code)
            .isEqualTo(LogException.Code.NO_QUORUM);
        List<Note.Signature> lines = client.cosign(reader);
        assertThat(lines).hasSize(2);
        assertThat(log.cosigned(reader.checkpoint(), lines)).isTrue();
        byte[] note = LogReader.open(folder.resolve("log")).note();
        VerifiedCheckpoint verified = policy.verify(note);
        assertThat(verified.size()).isEqualTo(log.size());
        assertThat(verified.cosigned()).containsOnlyKeys("a", "b").containsEntry("a", NOW);
      }
      // a client that knows nothing learns the size
      assertThat(client(server).cosign(LogReader.open(folder.resolve("log")))).hasSize(2);
    }
    try (LogWriter log = LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.SINGLE)) {
      assertThat(log.checkpoint().signatures()).as("cosignatures stay").hasSize(3);
    }
  }

  @Test
  void saysWhatToDoWhereTheWitnessCannotBeReached() throws Exception {
    WitnessClient client;
    try (Witness witness = witness();
        WitnessServer server = serve(witness)) {
      client = client(server);
    }
    try (LogWriter log = LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.SINGLE)) {
      append(log, 1);
    }
    LogReader log = LogReader.open(folder.resolve("log"));
    assertThatThrownBy(() -> client.cosign(log))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "/add-checkpoint cannot be reached; check its address, or try again later");
  }

  @Test
  void splitViewIsRefusedAndKept() throws Exception {
    try (Witness witness = witness();
        WitnessServer server = serve(witness)) {
      try (LogWriter log = LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.SINGLE);
          LogWriter fork =
              LogWriter.open(folder.resolve("fork"), SIGNER, LogWriter.Options.SINGLE)) {
        append(log, 10);
        append(fork, 9);
        fork.append("another".getBytes(StandardCharsets.UTF_8)).get();
        fork.checkpoint();
      }
      LogReader log = LogReader.open(folder.resolve("log"));
      LogReader fork = LogReader.open(folder.resolve("fork"));
      WitnessClient client = client(server);
      client.cosign(log);
      for (WitnessClient any : List.of(client, client(server))) {
        assertThatExceptionOfType(LogException.class)
            .isThrownBy(() -> any.cosign(fork))
            .satisfies(e -> assertThat(e.code()).isEqualTo(LogException.Code.SPLIT_VIEW));
      }
      try (Stream<Path> kept = Files.list(folder.resolve("witness/conflicts"))) {
        List<Path> files = kept.toList();
        assertThat(files).hasSize(1);
        assertThat(Files.readString(files.getFirst()))
            .contains("cosigned", "refused")
            .contains(new String(fork.note(), StandardCharsets.UTF_8).lines().toList().get(2));
      }

      LogFollower verifier = new LogFollower(LogPolicy.of(SIGNER.vkey()));
      verifier.accept(log.note(), List.of());
      assertThatExceptionOfType(LogException.class)
          .isThrownBy(() -> verifier.accept(fork.note(), List.of()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(LogException.Code.SPLIT_VIEW));

      // the fork grows: no proof leads from the cosigned tree to it
      try (LogWriter writer =
          LogWriter.open(folder.resolve("fork"), SIGNER, LogWriter.Options.SINGLE)) {
        append(writer, 5);
      }
      LogReader grown = LogReader.open(folder.resolve("fork"));
      assertThatThrownBy(() -> client.cosign(grown))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered 422");
      assertThatExceptionOfType(LogException.class)
          .isThrownBy(() -> verifier.accept(grown.note(), grown.consistency(10, 15)))
          .satisfies(e -> assertThat(e.code()).isEqualTo(LogException.Code.NOT_CONSISTENT));
    }
  }

  @Test
  void logThatWasRolledBackIsRefused() throws Exception {
    try (Witness witness = witness();
        WitnessServer server = serve(witness)) {
      try (LogWriter log =
          LogWriter.open(folder.resolve("log"), SIGNER, LogWriter.Options.SINGLE)) {
        append(log, 4);
        LogReader old = LogReader.open(folder.resolve("log"));
        append(log, 4);
        client(server).cosign(LogReader.open(folder.resolve("log")));
        assertThatExceptionOfType(LogException.class)
            .isThrownBy(() -> client(server).cosign(old))
            .withMessageContaining("rolled back to 4");
      }
    }
  }

  @Test
  void eachWrongRequestHasItsStatus() throws Exception {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      leaves.add(Merkle.leaf(new byte[] {(byte) i}));
    }
    byte[] seven = SIGNER.sign(checkpoint(leaves, 7)).encode();
    byte[] twenty = SIGNER.sign(checkpoint(leaves, 20)).encode();
    List<byte[]> proof = Merkle.consistency(leaves, 7);
    byte[] unknown =
        new NoteSigner("example.com/log", LocalSigner.generate(Algorithm.ED25519))
            .sign(checkpoint(leaves, 7))
            .encode();
    byte[] other =
        new NoteSigner("example.com/other", LocalSigner.generate(Algorithm.ED25519))
            .sign(new Checkpoint("example.com/other", 7, new byte[32]))
            .encode();
    try (Witness witness = witness()) {
      assertThat(status(witness, 0, List.of(), other)).isEqualTo(404);
      assertThat(status(witness, 0, List.of(), unknown)).isEqualTo(403);
      assertThat(status(witness, 8, List.of(), seven)).isEqualTo(400);
      assertThat(witness.addCheckpoint(new byte[] {'x'}).status()).isEqualTo(400);
      assertThat(witness.addCheckpoint("old 01\n\n".getBytes(StandardCharsets.US_ASCII)).status())
          .isEqualTo(400);
      assertThat(status(witness, 0, proof, seven)).as("proof from nothing").isEqualTo(422);
      assertThat(status(witness, 3, proof, seven)).isEqualTo(409);
      assertThat(status(witness, 0, List.of(), seven)).isEqualTo(200);
      Witness.Answer conflict =
          witness.addCheckpoint(new AddCheckpoint(0, List.of(), twenty).encode());
      assertThat(conflict.status()).isEqualTo(409);
      assertThat(conflict.contentType()).isEqualTo("text/x.tlog.size");
      assertThat(conflict.body()).isEqualTo("7\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(status(witness, 7, proof.subList(1, proof.size()), twenty)).isEqualTo(422);
      assertThat(status(witness, 7, proof, twenty)).isEqualTo(200);
      assertThat(status(witness, 20, List.of(), twenty)).isEqualTo(200);
      assertThat(status(witness, 7, List.of(), seven)).as("older").isEqualTo(409);
    }
    try (Witness witness = witness()) { // it remembers
      assertThat(status(witness, 7, List.of(), seven)).isEqualTo(409);
      assertThat(status(witness, 20, List.of(), twenty)).isEqualTo(200);
    }
    HttpClient http = HttpClient.newHttpClient();
    try (Witness witness = witness();
        WitnessServer server = serve(witness)) {
      HttpRequest get = HttpRequest.newBuilder(server.prefix().resolve("add-checkpoint")).build();
      assertThat(http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(405);
    }
  }

  /** Whatever call fails or whenever power does, the witness never cosigns two trees of a size. */
  @Test
  void crashNeverMakesItForget() throws IOException {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      leaves.add(Merkle.leaf(new byte[] {(byte) i}));
    }
    Path state = Path.of("/witness");
    int crashes = 0;
    for (int k = 0; k < 60; k++) {
      SimulatedDisk disk = new SimulatedDisk();
      int bad = k;
      disk.inject(call -> call >= bad ? SimulatedDisk.Fault.EIO : null);
      long cosigned = 0;
      try (Witness witness = witness(disk, state)) {
        for (int size = 1; size <= 10; size++) {
          byte[] note = SIGNER.sign(checkpoint(leaves, size)).encode();
          List<byte[]> proof =
              size == 1 ? List.of() : Merkle.consistency(leaves.subList(0, size), size - 1);
          if (status(witness, size - 1, proof, note) != 200) {
            crashes++;
            break;
          }
          cosigned = size;
        }
      } catch (IOException _) {
        crashes++;
      }
      disk.inject(SimulatedDisk.Faults.NONE);
      disk.losePower(new Random(k));
      try (Witness witness = witness(disk, state)) {
        Checkpoint fork = new Checkpoint("example.com/log", Math.max(1, cosigned), new byte[32]);
        int status = status(witness, 0, List.of(), SIGNER.sign(fork).encode());
        assertThat(status).isEqualTo(cosigned == 0 && forgotten(witness) ? 200 : 409);
      }
    }
    assertThat(crashes).isGreaterThan(40);
  }

  /** Before its first cosignature there is nothing to remember; asking cosigned the fork then. */
  private static boolean forgotten(Witness witness) {
    Checkpoint fork = new Checkpoint("example.com/log", 1, new byte[32]);
    return status(witness, 1, List.of(), SIGNER.sign(fork).encode()) == 200;
  }

  private static Checkpoint checkpoint(List<byte[]> leaves, int size) {
    return new Checkpoint("example.com/log", size, Merkle.root(leaves.subList(0, size)));
  }

  private static int status(Witness witness, long old, List<byte[]> proof, byte[] note) {
    return witness.addCheckpoint(new AddCheckpoint(old, proof, note).encode()).status();
  }

  private Witness witness() throws IOException {
    return witness(Disk.real(), folder.resolve("witness"));
  }

  private static Witness witness(Disk disk, Path state) throws IOException {
    return Witness.open(disk, state, List.of(SIGNER.vkey()), BOTH);
  }

  private static WitnessServer serve(Witness witness) throws IOException {
    return WitnessServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness);
  }

  private static WitnessClient client(WitnessServer server) {
    return new WitnessClient(
        HttpClient.newHttpClient(),
        server.prefix(),
        List.of(ED25519.vkey(), ML_DSA.vkey()),
        Duration.ofSeconds(20));
  }

  private static void append(LogWriter log, int more) throws Exception {
    long size = log.size();
    for (long i = size; i < size + more; i++) {
      log.append(("entry " + i).getBytes(StandardCharsets.UTF_8)).get();
    }
    log.checkpoint();
  }
}
