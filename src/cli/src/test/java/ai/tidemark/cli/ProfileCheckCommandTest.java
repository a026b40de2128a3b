package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.testkit.schema.SchemaCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tidemark profile list, show, check} on every known-answer file there is. */
final class ProfileCheckCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("tidemark.root", "../.."));
  private static final Path VECTORS = ROOT.resolve("src/testkit/src/main/resources/vectors");

  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private static Ran run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    return new Ran(command.execute(words), out.toString(), err.toString());
  }

  /** Files of known answers of keys and records, which no profile has. */
  private static final Set<String> OF_EVIDENCE =
      Set.of("commitment.json", "control-record.json", "derivation.json");

  /** Files of known answers; golden files of our own tests have another shape. */
  private static List<Path> vectorFiles() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.getFileName().toString().startsWith("golden-"))
          .filter(file -> !OF_EVIDENCE.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private Path changed(String name, String from, String to) throws IOException {
    String json = Files.readString(VECTORS.resolve(name));
    assertThat(json).contains(from);
    return Files.writeString(folder.resolve(name), json.replaceFirst(from, to));
  }

  @Test
  void everyKnownAnswerIsMet() throws IOException {
    List<Path> files = vectorFiles();
    assertThat(files).hasSize(23);
    Ran ran = run(Stream.concat(Stream.of("profile", "check"), files.stream()).toArray());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines().filter(line -> line.endsWith(": passed"))).hasSize(23);
    assertThat(ran.out().lines().filter(line -> line.contains(" passed ")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" 0 failed"));
  }

  @Test
  void aWrongAnswerFailsAndSaysWhere() throws IOException {
    Path file = changed("vllm-gumbel-philox-prf.json", "2153498655", "2153498656");
    Ran ran = run("profile", "check", file);
    assertThat(ran.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(ran.out()).contains("FAILED", "1 failed", "#/cases/").contains("words");
  }

  @Test
  void unknownShapesProfilesAndFieldsAreErrors() throws IOException {
    Path profile = changed("vllm-gumbel-philox-prf.json", "vllm-gumbel-philox-v1", "vllm-v9");
    assertUsage(run("profile", "check", profile), "#/profile", "vllm-gumbel-philox-v1");

    Path kind = changed("vllm-gumbel-philox-prf.json", "\"prf\"", "\"prg\"");
    assertUsage(run("profile", "check", kind), "/kind", "philox4x32_10");

    Path extra = changed("markllm-exp.json", "\"kind\"", "\"more\":1,\"kind\"");
    assertUsage(run("profile", "check", extra), "#/cases/0/more", "not a known field");

    Path missing = changed("hf-kgw-docs.json", "\"z_score\"", "\"zscore\"");
    assertUsage(run("profile", "check", missing), "#/cases/0/z", "missing");

    Path shape = Files.writeString(folder.resolve("shape.json"), "{\"profile\":\"stats-tails\"}");
    assertUsage(run("profile", "check", shape), "shape.json#/", "missing");

    Path empty = folder.resolve("empty.json");
    Files.writeString(empty, "{\"profile\":\"stats-tails\",\"parameters\":{},\"cases\":[]}");
    assertUsage(run("profile", "check", empty), "empty.json#/cases", "no case");

    Path own = changed("tidemark-gumbel-aes-v1.json", "\"coinKeys\"", "\"coinkeys\"");
    assertUsage(run("profile", "check", own), "tidemark-gumbel-aes-v1.json#/");

    Path cut = Files.writeString(folder.resolve("cut.json"), "{\"profile\":\"stats-");
    assertUsage(run("profile", "check", cut), "cut.json:1", "not valid JSON");
    assertUsage(run("profile", "check", folder.resolve("none.json")), "does not exist");
  }

  private static void assertUsage(Ran ran, String... words) {
    assertThat(ran.exit()).isEqualTo(Main.USAGE);
    assertThat(ran.err()).hasLineCount(1).contains(words);
  }

  @Test
  void everyProfileIsListedShownAndHasAnExampleKey() throws IOException {
    String list = run("profile", "list").out();
    assertThat(ForeignProfiles.all()).hasSize(15);
    for (ForeignProfile profile : ForeignProfiles.all()) {
      String id = profile.facts().id();
      String status = profile.facts().verified() ? " verified " : " unverified ";
      assertThat(list.lines().filter(line -> line.startsWith(id + " ")))
          .hasSize(1)
          .allMatch(line -> line.contains(status));
      assertThat(run("profile", "show", id).out())
          .contains("null law", "security", "dedup", "differs");
      Path example = ROOT.resolve("docs/formats/foreign-keys/" + id + ".json");
      ForeignKeyFile file = ForeignKeyFile.read(example);
      assertThat(file.profile().facts().id()).isEqualTo(id);
      assertThat(file.key().scheme().profile()).isEqualTo(id);
      assertThat(file.key().toString()).as("prints no key").matches("[\\w.$]+@[0-9a-f]+");
      Path schema = ROOT.resolve("docs/formats/foreign-key.schema.json");
      byte[] json = Files.readString(example).getBytes(StandardCharsets.UTF_8);
      assertThat(SchemaCheck.problems(schema, json)).isEmpty();
    }
    assertThat(list)
        .contains("tidemark-gumbel-aes-v1")
        .containsPattern("synthid-dm-2025 +unverified")
        .containsPattern("threebricks-hash-gumbel +unverified");
    assertUsage(run("profile", "show", "synthid"), "profile list");
  }
}
