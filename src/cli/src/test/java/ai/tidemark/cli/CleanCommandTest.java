package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tidemark clean}: what it prints, and its exit codes. */
final class CleanCommandTest {
  @TempDir private Path folder;
  private Path corpus;
  private Path report;
  private Path clean;

  private record Ran(int exit, String out, String err) {}

  private static Ran run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit =
        command.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  @BeforeEach
  void scan() throws IOException {
    corpus = Files.createDirectory(folder.resolve("corpus"));
    report = folder.resolve("report");
    clean = folder.resolve("clean");
    Files.writeString(corpus.resolve("a.txt"), "the tide comes in twice a day");
    Files.writeString(corpus.resolve("b.jsonl"), "{\"text\":\"and goes out again\"}\n");
  }

  private void scanned(int exit) {
    Path keys = folder.resolve("keys.json");
    try (KeyFile file = KeyFile.fromSeed("clean", "e", List.of("acme"))) {
      file.write(keys);
    }
    Ran ran = run("scan", corpus, "--keys", keys, "--out", report, "--decoys", 99, "--quiet");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
  }

  @Test
  void printsWhatWasDoneAndRefusesAFolderThatIsThere() throws IOException {
    scanned(Main.FINISHED);
    Ran ran = run("clean", "--report", report, "--out", clean, corpus);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(Main.FINISHED);
    long bytes = Files.size(corpus.resolve("a.txt")) + Files.size(corpus.resolve("b.jsonl"));
    assertThat(ran.out())
        .isEqualToNormalizingNewlines(
            "0 documents dropped\n2 files copied as they are\n"
                + "0 files written without some of their documents\n0 files left out\n"
                + bytes
                + " of "
                + bytes
                + " bytes kept\nclean       "
                + clean
                + "\n");
    assertThat(clean.resolve("a.txt")).hasSameBinaryContentAs(corpus.resolve("a.txt"));

    Ran again = run("clean", "--report", report, "--out", clean, corpus);
    assertThat(again.exit()).isEqualTo(Main.USAGE);
    assertThat(again.err()).contains("is there already; name a folder that is not");
    assertThat(run("clean", "--report", report, corpus).exit()).isEqualTo(Main.USAGE);
    assertThat(run("clean", "--report", folder, "--out", folder.resolve("x"), corpus).err())
        .contains("report.json: cannot be read; name the output folder of a scan");
  }

  @Test
  void anIncompleteScanIsCleanedButSaidWithItsExitCode() throws IOException {
    Files.writeString(corpus.resolve("b.jsonl"), "{\"text\":\"and goes out again\"}\n{broken\n");
    scanned(Main.UNREADABLE);
    Ran ran = run("clean", "--report", report, "--out", clean, corpus);
    assertThat(ran.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.err()).contains("the scan was incomplete: what it could not read");
    assertThat(clean.resolve("b.jsonl")).hasSameBinaryContentAs(corpus.resolve("b.jsonl"));
  }

  @Test
  void anInvalidReportSaysNothingAboutDocumentsSoNothingIsWritten() throws IOException {
    scanned(Main.FINISHED);
    Path file = report.resolve("report.json");
    String json = Files.readString(file);
    String invalid =
        json.replaceFirst(
            "\"verdict\":\"[a-z ]+\",\"wrongKeys\"", "\"verdict\":\"invalid\",\"wrongKeys\"");
    assertThat(invalid).isNotEqualTo(json);
    Files.writeString(file, invalid);
    Ran ran = run("clean", "--report", report, "--out", clean, corpus);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.err()).contains("the report is invalid");
    assertThat(clean).doesNotExist();
  }
}
