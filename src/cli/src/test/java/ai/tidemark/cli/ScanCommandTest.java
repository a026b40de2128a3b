package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tidemark scan}: going on. */
final class ScanCommandTest {
  @TempDir private Path folder;

  /** A script may always say --resume: a scan may be killed before its first checkpoint. */
  @Test
  void resumeWithoutACheckpointStartsFromTheBeginningAndSaysSo() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "the tide comes in twice a day");
    Path keys = folder.resolve("keys.json");
    try (KeyFile file = KeyFile.fromSeed("scan", "e", List.of())) {
      file.write(keys);
    }
    Path out = folder.resolve("out");
    Files.createDirectories(out.resolve(".tidemark-work")); // killed before anything was written
    StringWriter errors = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors));
    int exit =
        command.execute(
            "scan",
            text.toString(),
            "--keys",
            keys.toString(),
            "--out",
            out.toString(),
            "--decoys",
            "99",
            "--resume");
    assertThat(exit).as(errors.toString()).isEqualTo(Main.FINISHED);
    assertThat(errors.toString())
        .contains(out + " holds no checkpoint; starting from the beginning");
    assertThat(out.resolve("report.json")).exists();
    assertThat(out.resolve(".tidemark-work")).doesNotExist();
  }
}
