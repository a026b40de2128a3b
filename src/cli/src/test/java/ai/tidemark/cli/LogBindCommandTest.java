package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.LedgerRoot;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's log of roots in the control log of the store. */
final class LogBindCommandTest {
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran bind(String log, String key) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<Object> words =
        List.of(
            "log",
            "bind",
            folder.resolve(log),
            "--vkey",
            NoteKeyFile.read(folder.resolve(key)).vkey().encode(),
            "--store",
            folder.resolve("store"),
            "--secret-file",
            folder.resolve("secret"));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.stream().map(Object::toString).toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  @BeforeEach
  void makeAStore() throws IOException {
    Path secret = Files.write(folder.resolve("secret"), new byte[32]);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    StoreFolder.create(
        folder.resolve("store"),
        new StoreSettings("d", "d.example/control", new Unlock.SecretFile()),
        SecretBytes.copyOf(new byte[32]),
        2);
    NoteKeyFile.create(folder.resolve("node.key"), Vkey.Kind.ED25519_LOG, "d.example/gateway-0");
    NoteKeyFile.create(folder.resolve("other.key"), Vkey.Kind.ED25519_LOG, "d.example/gateway-0");
    append("node", "one", "two");
  }

  private void append(String log, String... entries) throws IOException {
    NoteKeyFile key = NoteKeyFile.read(folder.resolve("node.key"));
    try (LogWriter writer =
        LogWriter.open(folder.resolve(log), key.log(), LogWriter.Options.SINGLE)) {
      for (String entry : entries) {
        long _ = writer.append(entry.getBytes(StandardCharsets.UTF_8)).join();
      }
      var _ = writer.checkpoint();
    }
  }

  @Test
  void bindsWhatExtendsAndRefusesAFork() throws IOException {
    assertThat(bind("node", "node.key").out())
        .isEqualTo("bound   2 entries of d.example/gateway-0, entry 0\n");
    append("node", "three");
    assertThat(bind("node", "node.key").out())
        .isEqualTo("bound   3 entries of d.example/gateway-0, entry 1\n");
    LogReader control = LogReader.open(folder.resolve("store/log"));
    LedgerRoot bound = (LedgerRoot) ControlRecord.parse("entry", control.entry(1));
    assertThat(HexFormat.of().parseHex(bound.root()))
        .isEqualTo(LogReader.open(folder.resolve("node")).checkpoint().root());

    append("fork", "one", "2", "three", "four");
    Ran fork = bind("fork", "node.key");
    assertThat(fork.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(fork.err()).contains("does not extend the 2 entries that were recorded at ");
    append("old", "one");
    assertThat(bind("old", "node.key").exit()).isEqualTo(Main.CHECK_FAILED); // older than recorded
    Ran other = bind("node", "other.key");
    assertThat(other.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(other.err()).contains("tidemark: ");
    assertThat(LogReader.open(folder.resolve("store/log")).size()).isEqualTo(2);
  }
}
