package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import ai.tidemark.keys.time.TestTimeAuthority;
import ai.tidemark.keys.witness.Witness;
import ai.tidemark.keys.witness.WitnessServer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tidemark log} as its keeper and an auditor run it. */
final class LogCommandTest {
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 1];
    all[0] = "log";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].replace("DIR/", folder + "/");
    }
    return new Ran(command.execute(all), out.toString(), err.toString());
  }

  @BeforeEach
  void begin() throws Exception {
    assertThat(run("key", "--name", "example.com/log", "--out", "DIR/log.key").exit()).isZero();
    Ran made = run("init", "DIR/log", "--key", "DIR/log.key");
    assertThat(made.exit()).as(made.err()).isZero();
    Files.writeString(folder.resolve("policy"), made.out());
    Files.write(
        folder.resolve("build.json"),
        new Build(Instant.parse("2026-11-24T11:30:00Z"), "1.0", "ab".repeat(32)).canonicalJson());
    Ran appended =
        run("append", "DIR/log", "--key", "DIR/log.key", "DIR/build.json", "DIR/build.json");
    assertThat(appended.exit()).as(appended.err()).isZero();
    assertThat(appended.out()).startsWith("0  ").contains("\n1  ");
  }

  @Test
  void showsWhatIsThere() {
    Ran shown = run("show", "DIR/log", "--entries");
    assertThat(shown.exit()).isZero();
    assertThat(shown.out())
        .contains("origin  example.com/log", "size    2\n", "2 build", "\"version\":\"1.0\"");
  }

  @Test
  void verifiesAndRefuses() throws Exception {
    Ran good = run("verify", "DIR/log", "--policy", "DIR/policy");
    assertThat(good.exit()).as(good.out()).isZero();
    assertThat(good.out()).contains("passed      2 entries make the root");

    run("key", "--name", "example.com/log", "--out", "DIR/other.key");
    Files.writeString(
        folder.resolve("other"),
        "log " + NoteKeyFile.read(folder.resolve("other.key")).vkey().encode() + "\nquorum none\n");
    Ran unsigned = run("verify", "DIR/log", "--policy", "DIR/other");
    assertThat(unsigned.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(unsigned.out()).contains("failed      UNSIGNED");

    Path tile = folder.resolve("log/tile/0/000.p/2");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[3] ^= 1;
    Files.write(tile, bytes);
    Ran damaged = run("verify", "DIR/log", "--policy", "DIR/policy");
    assertThat(damaged.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(damaged.out()).contains("failed      tile/0/000.p/2 is not what the entries make");
  }

  @Test
  void provesAnEntry() throws Exception {
    assertThat(run("proof", "DIR/log", "1", "--out", "DIR/1.tlog-proof").exit()).isZero();
    byte[] proof = Files.readAllBytes(folder.resolve("1.tlog-proof"));
    LogPolicy policy = LogVerifyCommand.policy(folder.resolve("policy"));
    assertThat(
            TlogProof.parse("proof", proof)
                .verify(policy, Files.readAllBytes(folder.resolve("build.json")))
                .size())
        .isEqualTo(2);
    Ran beyond = run("proof", "DIR/log", "2");
    assertThat(beyond.exit()).isEqualTo(Main.USAGE);
    assertThat(beyond.err()).contains("INDEX must be in 0..1");
  }

  @Test
  void refusesWhatIsNoRecordAndWritesNothing() throws Exception {
    Files.writeString(folder.resolve("no.json"), "{\"type\":\"build\"}");
    Ran refused = run("append", "DIR/log", "--key", "DIR/log.key", "DIR/build.json", "DIR/no.json");
    assertThat(refused.exit()).isEqualTo(Main.USAGE);
    assertThat(run("show", "DIR/log").out()).contains("size    2\n");
    assertThat(run("append", "DIR/log", "--raw", "--key", "DIR/log.key", "DIR/no.json").exit())
        .isZero();
    assertThat(run("show", "DIR/log").out()).contains("1 other entries");
    assertThat(run("init", "DIR/log", "--key", "DIR/log.key").err()).contains("is a log already");
  }

  @Test
  void isCosignedByAWitness() throws Exception {
    for (String kind : List.of("ed25519", "ml-dsa-44")) {
      run("key", "--kind", kind, "--name", "w.example", "--out", "DIR/" + kind);
    }
    NoteKeyFile classic = NoteKeyFile.read(folder.resolve("ed25519"));
    NoteKeyFile quantum = NoteKeyFile.read(folder.resolve("ml-dsa-44"));
    Vkey log = NoteKeyFile.read(folder.resolve("log.key")).vkey();
    InstantSource clock = InstantSource.system();
    try (Witness witness =
            Witness.open(
                Disk.real(),
                folder.resolve("witness"),
                List.of(log),
                List.of(classic.cosigner(clock), quantum.cosigner(clock)));
        WitnessServer server =
            WitnessServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness)) {
      Ran ran =
          run(
              "cosign",
              "DIR/log",
              "--key",
              "DIR/log.key",
              "--witness",
              server.prefix().toString(),
              "--vkey",
              classic.vkey().encode(),
              "--vkey",
              quantum.vkey().encode());
      assertThat(ran.exit()).as(ran.err()).isZero();
    }
    Files.writeString(
        folder.resolve("quorum"),
        "log "
            + log.encode()
            + "\nwitness a "
            + classic.vkey().encode()
            + "\nwitness b "
            + quantum.vkey().encode()
            + "\ngroup g all a b\nquorum g\n");
    Ran verified = run("verify", "DIR/log", "--policy", "DIR/quorum");
    assertThat(verified.exit()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("cosigned    a at ", "cosigned    b at ", "quorum of");
  }

  @Test
  void theLogOfAKeyStoreIsCosignedAndItsCheckpointKept() throws Exception {
    Path secret = Files.write(folder.resolve("secret"), new byte[32]);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path store = folder.resolve("store");
    StoreFolder.create(
        store,
        new StoreSettings("d", "d.example/control", new Unlock.SecretFile()),
        SecretBytes.copyOf(new byte[32]),
        2);
    run("key", "--kind", "ed25519", "--name", "w.example", "--out", "DIR/w.key");
    NoteKeyFile own = NoteKeyFile.read(folder.resolve("w.key"));
    Vkey log;
    try (StoreFolder opened = StoreFolder.open(store, _ -> SecretBytes.copyOf(new byte[32]))) {
      log = opened.logSigner().vkey();
      opened.append(new Build(Instant.EPOCH, "1.0", "ab".repeat(32)).canonicalJson());
    }
    try (Witness witness =
            Witness.open(
                Disk.real(),
                folder.resolve("witness"),
                List.of(log),
                List.of(own.cosigner(InstantSource.system())));
        WitnessServer server =
            WitnessServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness)) {
      Ran ran =
          run(
              "cosign",
              "--store",
              "DIR/store",
              "--secret-file",
              "DIR/secret",
              "--anchors",
              "DIR/anchors",
              "--witness",
              server.prefix().toString(),
              "--vkey",
              own.vkey().encode());
      assertThat(ran.exit()).as(ran.err()).isZero();
    }
    List<Path> kept;
    try (Stream<Path> files = Files.list(folder.resolve("anchors"))) {
      kept = files.toList();
    }
    assertThat(kept).hasSize(1);
    LogPolicy policy =
        LogPolicy.parse(
            "policy",
            "log " + log.encode() + "\nwitness w " + own.vkey().encode() + "\nquorum w\n");
    assertThat(policy.verify(Files.readAllBytes(kept.getFirst())).witnessedAt()).isPresent();
    assertThat(run("cosign", "--witness", "http://127.0.0.1:1/", "--vkey", own.vkey().encode()))
        .satisfies(ran -> assertThat(ran.exit()).isEqualTo(Main.USAGE));
    Ran down =
        run(
            "cosign",
            "DIR/log",
            "--key",
            "DIR/log.key",
            "--witness",
            "http://127.0.0.1:1/",
            "--vkey",
            own.vkey().encode());
    assertThat(down.exit()).isEqualTo(Main.USAGE);
    assertThat(down.err()).contains("gave no cosignature", "try again, or ask another witness");
  }

  @Test
  void hasItsHeadDatedByTwoAuthorities() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StringBuilder roots = new StringBuilder();
    List<String> arguments =
        new ArrayList<>(List.of("timestamp", "DIR/log", "--anchors", "DIR/anchors"));
    for (String name : List.of("first", "second")) {
      TestTimeAuthority authority = TestTimeAuthority.create(name, Clock.systemUTC());
      roots
          .append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(authority.root().getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
      server.createContext("/" + name, exchange -> answer(authority, exchange));
      arguments.add("--tsa");
      arguments.add(name + "=http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }
    server.start();
    try {
      Files.writeString(folder.resolve("roots.pem"), roots);
      arguments.addAll(List.of("--roots", "DIR/roots.pem"));
      Ran ran = run(arguments.toArray(String[]::new));
      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(ran.out()).startsWith("dated  2 entries, by 20");
      List<String> names;
      try (Stream<Path> files = Files.list(folder.resolve("anchors"))) {
        names = files.map(file -> file.getFileName().toString()).sorted().toList();
      }
      assertThat(names).hasSize(3);
      assertThat(names.get(0)).matches("2\\.[0-9]+-first\\.tsr");
      assertThat(names.get(2)).matches("2\\.[0-9]+\\.checkpoint");
      assertThat(folder.resolve("anchors").resolve(names.get(2)))
          .hasSameBinaryContentAs(folder.resolve("log/checkpoint"));

      String first =
          Files.readString(folder.resolve("roots.pem")).split("(?<=END CERTIFICATE-----\n)", -1)[0];
      Files.writeString(folder.resolve("roots.pem"), first);
      Ran refused = run(arguments.toArray(String[]::new));
      assertThat(refused.exit()).isEqualTo(Main.USAGE);
      assertThat(refused.err()).contains("--tsa: CHAIN_NOT_TRUSTED");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(TestTimeAuthority authority, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      byte[] answer = authority.exchange(exchange.getRequestBody().readAllBytes());
      exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
