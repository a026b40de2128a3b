package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.keys.ledger.Ledger;
import ai.tidemark.keys.ledger.LedgerOrigin;
import ai.tidemark.keys.ledger.LedgerRows;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerCommandTest {
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran erase(Object... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<Object> words = new ArrayList<>(List.of("ledger", "erase", folder.resolve("acme")));
    words.addAll(List.of("--key", folder.resolve("node.key")));
    words.addAll(List.of(more));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.stream().map(Object::toString).toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  private Ledger open() throws IOException {
    Path ledger = folder.resolve("acme");
    return Ledger.open(
        ledger,
        LedgerOrigin.signer(ledger, NoteKeyFile.read(folder.resolve("node.key"))),
        2,
        InstantSource.system(),
        LogWriter.Options.SINGLE);
  }

  @BeforeEach
  void fill() throws IOException {
    NoteKeyFile.create(folder.resolve("node.key"), Vkey.Kind.ED25519_LOG, "example.com/node");
    try (Ledger ledger = open()) {
      for (String id : List.of("a1", "b2", "c3")) {
        Instant time = Instant.parse("2026-11-24T11:30:00Z");
        Generation row =
            new Generation(id, time, "m", Generation.NONE, Generation.NONE, 5, 0, Generation.NONE);
        assertThat(ledger.append(row).index().join()).isNotNegative();
      }
      var _ = ledger.checkpoint();
    }
  }

  @Test
  void erasesRowsAndKeepsTheTree() throws IOException {
    LogReader before = LogReader.open(folder.resolve("acme/log"));
    Ran ran = erase("--node", 2, "c3", "a1");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("erased  0  a1\nerased  2  c3\n");
    LedgerRows rows = LedgerRows.open(folder.resolve("acme"));
    assertThat(rows.row(0)).isEmpty();
    assertThat(rows.row(1).orElseThrow().generation().contentId()).isEqualTo("b2");
    assertThat(rows.row(2)).isEmpty();
    LogReader after = LogReader.open(folder.resolve("acme/log"));
    assertThat(after.checkpoint()).isEqualTo(before.checkpoint());
    assertThat(after.proof(2).encode()).isEqualTo(before.proof(2).encode());
  }

  @Test
  void erasesNothingWhereSomethingIsWrong() throws IOException {
    Ran unknown = erase("--node", 2, "a1", "d4");
    assertThat(unknown.exit()).isEqualTo(Main.USAGE);
    assertThat(unknown.err()).contains("has no row of content id d4");
    assertThat(erase("a1").err()).contains("is the ledger of node 2, not of node 0");
    try (Ledger running = open()) {
      assertThat(erase("--node", 2, "a1").err()).contains("does a proxy have it?");
      assertThat(running.gap()).isEmpty();
    }
    assertThat(LedgerRows.open(folder.resolve("acme")).row(0)).isPresent();
  }
}
