package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.ledger.LedgerOrigin;
import ai.tidemark.keys.ledger.LedgerRow;
import ai.tidemark.keys.ledger.LedgerRows;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Gap;
import ai.tidemark.service.config.LedgerConfig;
import ai.tidemark.service.config.Limits;
import ai.tidemark.service.config.ProxyConfig;
import ai.tidemark.service.ledger.FailingDisk;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer's way through the proxy into its tenant's ledger, and the ledger's into the log. */
final class LedgerThroughProxyTest {
  private static final String KEY = LedgerFiles.KEY;
  private static final Duration ROOTS = Duration.ofSeconds(77);

  @TempDir private Path directory;
  private @Nullable Supplier<CompletableFuture<Void>> timer;
  private final FailingDisk disk = new FailingDisk();

  private ProxyFixture proxy(Path at, URI upstream) throws IOException {
    Path key = at.resolve(KEY);
    if (Files.notExists(key)) {
      NoteKeyFile.create(key, Vkey.Kind.ED25519_LOG, "example.com/gateway-1");
    }
    LedgerConfig ledger = new LedgerConfig(at.resolve("ledger"), key, 3, ROOTS);
    return new ProxyFixture(
        at,
        ProxyFixture.config(at, Limits.DEFAULT, upstream, 64).withLedger(ledger),
        new LogWriter.Options(disk, Duration.ofMillis(5), 256),
        (_, interval, roots) -> {
          assertThat(interval).isEqualTo(ROOTS);
          timer = roots;
        });
  }

  private ProxyFixture proxy() throws IOException {
    return proxy(directory, URI.create("http://127.0.0.1:9"));
  }

  private void logRoots() {
    Objects.requireNonNull(timer).get().join();
  }

  @Test
  void answerHasARowWhoseProofLeadsToTheLoggedRoot() throws Exception {
    String contentId;
    Generation generation;
    try (ProxyFixture fixture = proxy()) {
      var response = fixture.chat(ProxyFixture.STRICT, "");
      contentId = response.headers().firstValue("x-tidemark-content-id").orElseThrow();
      assertThat(fixture.chat(ProxyFixture.STRICT, "'stream':true").statusCode()).isEqualTo(200);
      logRoots();
      LedgerRow row = LedgerFiles.row(directory, "strict", 0);
      generation = row.generation();
      assertThat(row.node()).isEqualTo(3);
      assertThat(row.number()).isZero();
      assertThat(LedgerFiles.bound(directory, "strict"))
          .hasSize(1); // by the timer, before the proxy stops
      assertThat(LedgerFiles.bound(directory, "lax")).isEmpty();
      TlogProof proof = LedgerFiles.proof(directory, "strict", 0, row.commitment());
      assertThat(proof.index()).isZero();

      JsonNode record = fixture.stopAndReadRecords().getFirst();
      assertThat(record.get("contentId").textValue()).isEqualTo(contentId);
      assertThat(generation.profile())
          .isEqualTo(record.get("profile").get("sha256").textValue())
          .isEqualTo(ProxyFixture.PROFILE.sha256());
      assertThat(generation.time())
          .isEqualTo(
              Instant.parse(record.get("time").textValue())
                  .truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
      JsonNode positions = record.get("positions");
      assertThat(generation.scored())
          .isPositive()
          .isEqualTo(positions.get("fleet").intValue() + positions.get("tenant").intValue());
    }
    assertThat(generation.contentId()).isEqualTo(contentId);
    assertThat(generation.model()).isEqualTo("demo");
    assertThat(generation.era()).isEqualTo("2026Q4");
    assertThat(generation.tokens()).isEqualTo(10);
    byte[] text = "Hello, \"tide\"\n潮\u0001!".getBytes(StandardCharsets.UTF_8);
    assertThat(generation.text())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
    assertThat(LedgerFiles.row(directory, "strict", 1).generation().text())
        .isEqualTo(generation.text());
    assertThat(LedgerFiles.bound(directory, "strict")).hasSize(1); // nothing grew since
  }

  @Test
  void erasedRowKeepsTheRootAndItsProof() throws Exception {
    try (ProxyFixture fixture = proxy()) {
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    }
    LedgerRow victim = LedgerFiles.row(directory, "strict", 0);
    byte[] proof = LedgerFiles.proof(directory, "strict", 0, victim.commitment()).encode();
    try (Ledger ledger = open("strict")) {
      ledger.erase(0);
    }
    assertThat(LedgerRows.open(LedgerFiles.ledger(directory, "strict")).row(0)).isEmpty();
    assertThat(LedgerFiles.proof(directory, "strict", 0, victim.commitment()).encode())
        .isEqualTo(proof);
    assertThat(LedgerFiles.texts(directory.resolve("ledger")))
        .noneMatch(text -> text.contains(victim.generation().contentId()))
        .noneMatch(text -> text.contains(victim.salt()));

    try (ProxyFixture fixture = proxy()) { // and the proxy goes on
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    }
    assertThat(LedgerFiles.row(directory, "strict", 2).number()).isEqualTo(2);
  }

  private Ledger open(String tenant) throws IOException {
    Path folder = LedgerFiles.ledger(directory, tenant);
    return Ledger.open(
        folder,
        LedgerOrigin.signer(folder, NoteKeyFile.read(directory.resolve(KEY))),
        3,
        InstantSource.system(),
        LogWriter.Options.USUAL);
  }

  /** What lies on the disk while the proxy runs is what a kill leaves. */
  @Test
  void killedProxyLeavesAGapThatTheNextOneSaysAndBinds() throws Exception {
    Path after = directory.resolve("after");
    try (ProxyFixture fixture = proxy()) {
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      logRoots();
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      logRoots(); // and now nothing is being written
      LedgerFiles.copy(directory, after);
    }
    try (ProxyFixture _ = proxy(after, URI.create("http://127.0.0.1:9"))) {
      Path log = LedgerFiles.ledger(after, "strict").resolve(Ledger.LOG);
      LogReader reader = LogReader.open(log);
      long last = reader.size() - 1;
      byte[] entry = reader.entry(last);
      assertThat(ControlRecord.parse("entry", entry))
          .isInstanceOfSatisfying(
              Gap.class,
              gap -> {
                assertThat(gap.node()).isEqualTo(3);
                assertThat(gap.from()).isEqualTo(last);
                assertThat(gap.to()).isEqualTo(4095);
              });
      LedgerFiles.proof(after, "strict", last, entry); // before the first answer
      assertThat(LedgerFiles.bound(after, "strict")).hasSize(3);
    }
    try (ProxyFixture _ = proxy(after, URI.create("http://127.0.0.1:9"))) {
      assertThat(LogReader.open(LedgerFiles.ledger(after, "strict").resolve(Ledger.LOG)).size())
          .isEqualTo(LedgerFiles.bound(after, "strict").getLast().size());
    }
  }

  @Test
  void fullDiskLosesRowsNotAnswersAndTheGapCountsThem() throws Exception {
    try (ProxyFixture fixture = proxy()) {
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      logRoots();
      assertThat(ready(fixture)).isEqualTo("{\"broken\":0,\"lostRows\":0}");

      disk.full(true);
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      logRoots(); // finds that the row did not get there
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      }
      logRoots(); // in vain
      assertThat(ready(fixture)).isEqualTo("{\"broken\":1,\"lostRows\":4}");

      disk.full(false);
      logRoots();
      assertThat(ready(fixture)).isEqualTo("{\"broken\":0,\"lostRows\":4}");
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
      assertThat(fixture.stopAndReadRecords()).hasSize(6); // they lie on another disk here
    }
    LogReader log = LogReader.open(LedgerFiles.ledger(directory, "strict").resolve(Ledger.LOG));
    List<ControlRecord> gaps = new ArrayList<>();
    List<LedgerRow> rows = new ArrayList<>();
    LedgerRows read = LedgerRows.open(LedgerFiles.ledger(directory, "strict"));
    for (long i = 0; i < log.size(); i++) {
      Optional<LedgerRow> row = read.row(i);
      row.ifPresent(rows::add);
      if (row.isEmpty()) {
        gaps.add(ControlRecord.parse("entry", log.entry(i)));
      }
    }
    assertThat(gaps).hasSize(1);
    Gap gap = (Gap) gaps.getFirst();
    long last = rows.getLast().number();
    assertThat(gap.to() - gap.from() + 1).isGreaterThanOrEqualTo(6 - rows.size());
    assertThat(last).isEqualTo(gap.to() + 1);
    LedgerFiles.proof(directory, "strict", log.size() - 1, rows.getLast().commitment());
  }

  private static String ready(ProxyFixture fixture) throws Exception {
    var response = fixture.get("/health/ready");
    assertThat(response.statusCode()).isEqualTo(200);
    return ProxyFixture.json(response).get("ledgers").toString();
  }

  @Test
  void noTextTokenOrKeyGetsIntoTheFiles() throws Exception {
    List<String> secrets = new ArrayList<>();
    try (StandInEngine upstream = new StandInEngine(new StandInModel(1, -3, true));
        ProxyFixture fixture = proxy(directory, upstream.uri())) {
      fixture.engine.says(
          (request, marker, sink) -> {
            sink.text("answer-canary");
            return FakeEngine.hello(request, marker, sink);
          });
      assertThat(fixture.chat(ProxyFixture.STRICT, "").body()).contains("answer-canary");
      assertThat(fixture.chat(ProxyFixture.LAX, "'temperature':0,'stream':true").statusCode())
          .isEqualTo(200);
      fixture.engine.says(
          (_, _, sink) -> {
            sink.text("half-canary");
            throw new IllegalStateException("text-canary");
          });
      try (RawClient client = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
        assertThat(client.readToEnd()).contains("half-canary");
      }
    }
    String keys = Files.readString(directory.resolve("keys.json"));
    String signing = Files.readString(directory.resolve(KEY));
    secrets.addAll(
        List.of(
            "canary",
            ProxyFixture.STRICT,
            ProxyFixture.LAX,
            keys.replaceAll(".*\"fleet\":\"([0-9a-f]{32})\".*", "$1"),
            keys.replaceAll(".*\"strict\":\"([0-9a-f]{32})\".*", "$1"),
            signing.replaceAll(".*\"secret\":\"([^\"]+)\".*", "$1")));
    assertThat(secrets).allMatch(secret -> secret.length() < 200);
    List<String> files = LedgerFiles.texts(directory.resolve("ledger"));
    assertThat(files).hasSizeGreaterThan(10);
    for (String secret : secrets) {
      assertThat(files).noneMatch(text -> text.contains(secret));
    }
    Generation passed = LedgerFiles.row(directory, "lax", 0).generation();
    assertThat(List.of(passed.profile(), passed.era(), passed.text()))
        .containsOnly(Generation.NONE);
    assertThat(passed.scored()).isZero();
    Generation cut = LedgerFiles.row(directory, "strict", 1).generation();
    assertThat(cut.tokens()).isZero();
    assertThat(cut.text()).hasSize(64);
    try (Stream<Path> all =
        Files.walk(LedgerFiles.ledger(directory, "strict").resolve(Ledger.ROWS))) {
      assertThat(all.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .allMatch(LedgerFiles::isTheOwners);
    }
  }

  @Test
  void anotherKeyAndAnotherNodeAreRefused() throws Exception {
    try (ProxyFixture fixture = proxy()) {
      assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    }
    ProxyConfig config =
        ProxyFixture.config(directory, Limits.DEFAULT, URI.create("http://127.0.0.1:9"), 64);
    Path folder = directory.resolve("ledger");
    LedgerConfig otherNode = new LedgerConfig(folder, directory.resolve(KEY), 4, ROOTS);
    assertThatThrownBy(() -> start(config.withLedger(otherNode)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is the ledger of node 3, not of node 4");
    Path key = directory.resolve("other.key");
    NoteKeyFile.create(key, Vkey.Kind.ED25519_LOG, "example.com/gateway-2");
    LedgerConfig otherKey = new LedgerConfig(folder, key, 3, ROOTS);
    assertThatThrownBy(() -> start(config.withLedger(otherKey)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("example.com/gateway-1");
    try (ProxyFixture _ = proxy()) { // both gave their locks back
      assertThat(LedgerFiles.bound(directory, "strict")).isNotEmpty();
    }
  }

  private static void start(ProxyConfig config) {
    Proxy.start(
            config,
            _ -> ProxyFixture.TOKENIZER,
            (_, _, _) -> new FakeEngine(),
            new LogWriter.Options(Disk.real(), Duration.ZERO, 1),
            (_, _, _) -> {})
        .close();
  }
}
