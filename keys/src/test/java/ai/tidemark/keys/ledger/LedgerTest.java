package ai.tidemark.keys.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.log.TlogProof;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Gap;
import ai.tidemark.keys.record.LedgerRoot;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
  private static final NoteSigner SIGNER =
      new NoteSigner("example.com/ledger/acme", LocalSigner.generate(Algorithm.ED25519));
  private static final LogPolicy POLICY = LogPolicy.of(SIGNER.vkey());
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T11:30:00Z"));

  @TempDir private Path folder;

  /** Computed by hand from the description: see the fields and their lengths. */
  @Test
  void commitmentIsTheHashOfLengthPrefixedFields() throws Exception {
    LedgerRow row = new LedgerRow(7, 3, 12, generation("c-1"), "5a".repeat(32));
    StringBuilder input = new StringBuilder();
    input.append("\0\22tidemark/ledger/v1").append("\0\40").append("Z".repeat(32));
    for (String field :
        List.of(
            "3",
            "12",
            "2026-11-24T11:00:00Z",
            "c-1",
            "m",
            "ab".repeat(32),
            "2026Q4",
            "200",
            "80",
            "none")) {
      input.append('\0').append((char) field.length()).append(field);
    }
    assertThat(row.commitment())
        .isEqualTo(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(input.toString().getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(row.toString()).doesNotContain("5a5a");
  }

  @Test
  void erasedRowLeavesTreeAndProofsAndCannotBeLinked() throws Exception {
    fill(5_000); // two files of rows
    LogReader before = LogReader.open(folder.resolve(Ledger.LOG));
    LedgerRow victim = rows().row(17).orElseThrow();
    TlogProof old = before.proof(17);
    assertThat(before.entry(17)).isEqualTo(victim.commitment());
    assertThat(old.verify(POLICY, victim.commitment()).size()).isEqualTo(5_000);
    assertThat(bytesOfFiles()).contains(victim.salt()).contains("c-17\"");

    try (Ledger ledger = open()) {
      ledger.erase(17);
      ledger.erase(4_999);
      ledger.erase(17); // already
      assertThatThrownBy(() -> ledger.erase(5_000)).hasMessageContaining("0..4999");
    }

    assertThat(rows().row(17)).isEmpty();
    assertThat(rows().row(4_999)).isEmpty();
    assertThat(rows().row(18).orElseThrow().generation().contentId()).isEqualTo("c-18");
    LogReader after = LogReader.open(folder.resolve(Ledger.LOG));
    assertThat(after.checkpoint()).isEqualTo(before.checkpoint());
    assertThat(after.proof(17).encode()).isEqualTo(old.encode());
    assertThat(after.proof(18).verify(POLICY, rows().row(18).orElseThrow().commitment()))
        .isNotNull();
    assertThat(bytesOfFiles()).doesNotContain(victim.salt()).doesNotContain("c-17\"");
    // whoever knows all but the salt, and tries every salt that is left, finds no leaf
    Set<String> leaves = new HashSet<>();
    after.forEach(0, 5_000, (_, entry) -> leaves.add(HexFormat.of().formatHex(entry)));
    assertThat(leaves).hasSize(5_000);
    for (long i = 0; i < 4_999; i++) {
      String salt = rows().row(4_000 + i % 999).map(LedgerRow::salt).orElse("00".repeat(32));
      LedgerRow guess =
          new LedgerRow(17, victim.node(), victim.number(), victim.generation(), salt);
      assertThat(leaves.contains(HexFormat.of().formatHex(guess.commitment()))).isFalse();
    }

    fill(10);
    assertThat(LogReader.open(folder.resolve(Ledger.LOG)).size()).isEqualTo(5_010);
  }

  @Test
  void numbersGoOnAfterACleanEnd() throws Exception {
    fill(3);
    try (Ledger ledger = open()) {
      assertThat(ledger.gap()).isEmpty();
      Ledger.Appended next = ledger.append(generation("c"));
      assertThat(next.number()).isEqualTo(3);
      assertThat(next.index().get()).isEqualTo(3);
    }
  }

  @Test
  void numbersThatACrashTookAreSaid() throws Exception {
    fill(3);
    Files.writeString(folder.resolve("rows/numbers"), "4096\n"); // as it stands before a clean end
    try (Ledger ledger = open()) {
      Gap gap = ledger.gap().orElseThrow();
      assertThat(gap).isEqualTo(new Gap(CLOCK.instant(), 5, 3, 4095));
      assertThat(ledger.append(generation("c")).number()).isEqualTo(4096);
      LedgerRoot root = ledger.root();
      assertThat(root.origin()).isEqualTo("example.com/ledger/acme");
      assertThat(root.size()).isGreaterThanOrEqualTo(4);
    }
    LogReader reader = LogReader.open(folder.resolve(Ledger.LOG));
    assertThat(ControlRecord.parse("entry", reader.entry(3))).isInstanceOf(Gap.class);
    try (Ledger ledger = open()) {
      assertThat(ledger.gap()).isEmpty();
      assertThatThrownBy(() -> ledger.erase(3)).hasMessageContaining("gap");
    }
    Files.delete(folder.resolve("rows/numbers"));
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("gaps would go unsaid");
  }

  @Test
  void rowsThatAreMissingOrOfAnotherNodeAreRefused() throws Exception {
    fill(20);
    assertThatThrownBy(() -> Ledger.open(folder, SIGNER, 6, CLOCK, LogWriter.Options.SINGLE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("node 5");
    Path rows = folder.resolve("rows/rows-0000000000000000000.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rows)))
        .isEqualTo("rw-------");
    List<String> lines = Files.readAllLines(rows);
    Files.writeString(rows, String.join("\n", lines.subList(0, 19)) + "\n{\"index\":19");
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("up to 19, but the log has 20");
  }

  /** Power failed between the row's sync and the log's. */
  @Test
  void rowAheadOfTheLogIsAppendedToIt() throws Exception {
    fill(20);
    Path rows = folder.resolve("rows/rows-0000000000000000000.jsonl");
    LedgerRow ahead = new LedgerRow(20, 5, 20, generation("ahead"), "77".repeat(32));
    Files.writeString(
        rows,
        Files.readString(rows) + new String(ahead.json(), StandardCharsets.UTF_8) + "\n{\"in");
    try (Ledger ledger = open()) {
      ledger.checkpoint();
    }
    LogReader reader = LogReader.open(folder.resolve(Ledger.LOG));
    assertThat(reader.size()).isEqualTo(21);
    assertThat(reader.entry(20)).isEqualTo(ahead.commitment());
  }

  /** A log from an old backup; or none, as here. */
  @Test
  void rowsOfManyFilesAheadOfTheLogAreAppendedToItInOrder() throws Exception {
    fill(3 * RowFiles.FULL + 5);
    Path log = folder.resolve(Ledger.LOG);
    Checkpoint before = LogReader.open(log).checkpoint();
    Files.move(log, folder.resolve("lost"));
    try (Ledger ledger = open()) {
      ledger.checkpoint();
    }
    assertThat(LogReader.open(log).checkpoint()).isEqualTo(before);
  }

  private LedgerRows rows() {
    return LedgerRows.open(folder);
  }

  private Ledger open() throws IOException {
    return Ledger.open(folder, SIGNER, 5, CLOCK, LogWriter.Options.SINGLE);
  }

  private void fill(int rows) throws Exception {
    try (Ledger ledger = open()) {
      List<Ledger.Appended> appended = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        appended.add(ledger.append(generation("c-" + i)));
      }
      appended.getLast().index().get();
      ledger.checkpoint();
    }
  }

  private static Generation generation(String contentId) {
    return new Generation(
        contentId,
        Instant.parse("2026-11-24T11:00:00Z"),
        "m",
        "ab".repeat(32),
        "2026Q4",
        200,
        80,
        Generation.NONE);
  }

  private String bytesOfFiles() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
