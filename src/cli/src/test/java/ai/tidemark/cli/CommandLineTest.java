package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.keys.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command as its users run it: what it prints where, and its exit codes. */
final class CommandLineTest {
  @TempDir private Path folder;

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

  private Path keys() {
    Path file = folder.resolve("keys.json");
    try (KeyFile keys = KeyFile.fromSeed("command line", "e", List.of("acme"))) {
      keys.write(file);
    }
    return file;
  }

  /** An answer that the keys marked: random words, every token drawn among eight equal ones. */
  private static String marked() {
    Cl100k tokenizer = Cl100k.get();
    int[] words =
        tokenizer.encode(" tide moon sea harbour wind salt rope lamp stone gull reef sand");
    try (KeyFile keys = KeyFile.fromSeed("command line", "e", List.of("acme"))) {
      Marker marker =
          new Marker(
              Contexts.Coined.DEFAULT, keys.fleet(), keys.tenant("acme"), new SplittableRandom(1));
      double[] q = new double[words.length];
      Arrays.fill(q, 1.0 / words.length);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        int chosen = words[marker.choose(words, q, words.length)];
        text.append(new String(tokenizer.bytes(chosen), StandardCharsets.UTF_8));
      }
      return text.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "detect",
        "plan",
        "scan",
        "serve",
        "demo",
        "keys",
        "keys new",
        "keys show",
        "keys init",
        "keys commit",
        "keys activate",
        "keys lease",
        "keys export",
        "keys list",
        "keys state",
        "keys retire",
        "keys open",
        "keys disclose",
        "keys compromise",
        "keys destroy",
        "profile",
        "profile new",
        "profile list",
        "profile check",
        "profile show",
        "power",
        "tail"
      })
  void everyCommandHasHelp(String name) {
    Ran ran = run((Object[]) (name + " --help").trim().split(" "));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains(("Usage: tidemark " + name).trim() + " [");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "scan", "scan --wat", "detect --keys", "keys", "scan --fdr x y"})
  void usageErrorsExitTwoAndSayWhatToTry(String line) {
    Ran ran = run(Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).toArray());
    assertThat(ran.exit()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).startsWith("tidemark: ").contains("Try: tidemark").contains("--help");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void detectFindsWhatTheKeysMarkedAndNothingElse() throws IOException {
    Path marked = Files.writeString(folder.resolve("marked.txt"), marked());
    Path plain =
        Files.writeString(
            folder.resolve("plain.txt"), "The harbour lay still and no rope moved. ".repeat(3));
    Ran ran = run("detect", "--keys", keys(), marked, plain);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines().filter(line -> line.contains("marked.txt")))
        .hasSize(3)
        .allMatch(line -> line.startsWith("marked "));
    assertThat(ran.out().lines().filter(line -> line.contains("plain.txt")))
        .noneMatch(line -> line.startsWith("marked ") || line.startsWith("alert"));
    assertThat(
            run("detect", "--keys", folder.resolve("keys.json"), "--fail-on", "marked", marked)
                .exit())
        .isEqualTo(Main.CHECK_FAILED);
    assertThat(
            run("detect", "--keys", folder.resolve("keys.json"), "--fail-on", "marked", plain)
                .exit())
        .isZero();
  }

  @Test
  void detectGoesOnPastAnUnreadableTextAndExitsThree() throws IOException {
    Path bad = Files.write(folder.resolve("bad.txt"), new byte[] {'a', (byte) 0xff, 'b'});
    Path good = Files.writeString(folder.resolve("good.txt"), "a short text");
    Ran ran = run("detect", "--json", "--keys", keys(), bad, folder.resolve("none.txt"), good);
    assertThat(ran.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.err()).contains("bad.txt: is not valid UTF-8", "none.txt: does not exist");
    assertThat(ran.out()).contains("\"text\":\"" + good + "\"").contains("not testable");
  }

  @Test
  void scanFlagsTheMarkedDocumentAndNeverWritesText() throws IOException {
    StringBuilder corpus = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String text =
          i == 7 ? marked() : "Line " + i + " of a log that nobody marked, with a number " + i * i;
      corpus.append("{\"id\":").append(i).append(",\"text\":\"").append(text).append("\"}\n");
    }
    Path file = Files.writeString(folder.resolve("corpus.jsonl"), corpus);
    Path out = folder.resolve("report");
    Ran ran = run("scan", file, "--keys", keys(), "--out", out, "--quiet", "--fail-on", "marked");
    assertThat(ran.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(ran.out()).contains("marked", "log10 p");
    assertThat(Files.readString(out.resolve("flagged.jsonl"))).hasLineCount(1).contains(":8");
    assertThat(Files.readString(out.resolve("flagged.jsonl"))).doesNotContain("harbour");
    assertThat(Files.readString(out.resolve("report.json"))).contains("tidemark-report-v1");
  }

  @Test
  void keysOfTwoErasAreChargedAndNamed() throws IOException {
    Path keys = keys();
    Path other = folder.resolve("other.json");
    assertThat(run("keys", "new", "--out", other, "--era", "2027Q1", "--tenant", "acme").exit())
        .isZero();
    Path file = Files.writeString(folder.resolve("marked.txt"), marked());
    Path out = folder.resolve("report");
    Ran ran = run("scan", file, "--keys", keys, "--keys", other, "--out", out, "--quiet");
    assertThat(ran.exit()).isZero();
    assertThat(Files.readString(out.resolve("report.json")))
        .contains("\"era\":\"2027Q1\"", "\"normaliser\":\"n1\"", "\"documentRule\":\"bh\"");
    Ran twice = run("scan", file, "--keys", keys, "--keys", keys, "--out", out, "--quiet");
    assertThat(twice.exit()).isEqualTo(Main.USAGE);
    assertThat(twice.err()).hasLineCount(1).contains("is named twice");
    Ran rule = run("scan", file, "--keys", keys, "--documents", "bonferroni");
    assertThat(rule.exit()).isEqualTo(Main.USAGE);
    assertThat(rule.err()).contains("must be bh or ebh, but is bonferroni");
    Ran normaliser = run("scan", file, "--keys", keys, "--normaliser", "nfc");
    assertThat(normaliser.exit()).isEqualTo(Main.USAGE);
    assertThat(normaliser.err()).contains("must be none or n1, but is nfc");
  }

  @Test
  void scanOfBrokenRecordsIsIncompleteAndExitsThree() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("broken.jsonl"), "{\"text\":\"fine\"}\n{\"text\":\n{\"no\":1}\n");
    Path out = folder.resolve("report");
    Ran ran = run("scan", file, "--keys", keys(), "--out", out, "--quiet");
    assertThat(ran.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.out()).contains("incomplete");
    assertThat(Files.readString(out.resolve("skipped.jsonl"))).contains("broken.jsonl");
  }

  @Test
  void configurationErrorsExitTwoWithOneLine() throws IOException {
    Path keys = keys();
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
    Ran readable = run("scan", folder, "--keys", keys);
    assertThat(readable.exit()).isEqualTo(Main.USAGE);
    assertThat(readable.err()).hasLineCount(1).contains("chmod 600");

    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    Path profile = folder.resolve("profile.json");
    assertThat(run("profile", "new", "--out", profile).exit()).isZero();
    String fingerprint = Cl100k.get().fingerprint();
    String other = "sha256:" + "0".repeat(64);
    Files.writeString(profile, Files.readString(profile).replace(fingerprint, other));
    Ran mismatch = run("scan", folder, "--keys", keys, "--profile", profile);
    assertThat(mismatch.exit()).isEqualTo(Main.USAGE);
    assertThat(mismatch.err()).hasLineCount(1).contains(fingerprint, other);

    Ran missing = run("scan", folder, "--keys", keys, "--profile", folder.resolve("none.json"));
    assertThat(missing.exit()).isEqualTo(Main.USAGE);
    assertThat(missing.err()).hasLineCount(1).contains("none.json: profile does not exist");

    Ran gguf = run("scan", folder, "--keys", keys, "--tokenizer", "gguf:none.gguf");
    assertThat(gguf.exit()).isEqualTo(Main.USAGE);
    assertThat(gguf.err()).hasLineCount(1).contains("none.gguf: does not exist");

    Ran decoys = run("scan", folder, "--keys", keys, "--decoys", "3");
    assertThat(decoys.exit()).isEqualTo(Main.USAGE);
    assertThat(decoys.err()).contains("--decoys").contains("3");

    Ran tenant = run("scan", folder, "--keys", keys, "--tenant", "nobody");
    assertThat(tenant.exit()).isEqualTo(Main.USAGE);
    assertThat(tenant.err()).contains("no key for tenant nobody");
  }

  @Test
  void keysAreMadeOnceAndShownWithoutSecrets() throws IOException {
    Path file = folder.resolve("new.json");
    Ran made = run("keys", "new", "--out", file, "--tenant", "acme");
    assertThat(made.exit()).isZero();
    Ran shown = run("keys", "show", file);
    assertThat(shown.out()).contains("fleet   key id ").contains("acme");
    String fleet = Files.readString(file).replaceAll(".*\"fleet\":\"([0-9a-f]{32})\".*", "$1");
    assertThat(made.out() + shown.out()).doesNotContain(fleet);
    assertThat(run("keys", "new", "--out", file).exit()).isEqualTo(Main.USAGE);
  }
}
