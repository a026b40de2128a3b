package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * {@code tidemark watch} on answers of a real model that vLLM's own code marked, and plain ones.
 */
final class WatchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Path.of("../../docs/formats/watch.schema.json");

  @TempDir private Path folder;
  private Path key;

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

  private Path answers(String name) throws IOException {
    try (InputStream in =
        StrictJson.class.getResourceAsStream("/vectors/marked/" + name + ".jsonl")) {
      return Files.write(
          folder.resolve(name + ".jsonl"), Objects.requireNonNull(in).readAllBytes());
    }
  }

  @BeforeEach
  void writeTheKey() throws IOException {
    ObjectNode parameters =
        (ObjectNode)
            JSON.readTree(Files.readAllLines(answers("vllm-gumbel")).getFirst()).get("parameters");
    ObjectNode root = JSON.createObjectNode().put("profile", "vllm-gumbel-philox-v1");
    root.set("key", parameters.remove("key"));
    root.set("parameters", parameters);
    key = Files.writeString(folder.resolve("key.json"), root.toString());
  }

  @Test
  void aMarkedStreamIsShownByItsFirstAnswerAndTheRestIsLeftUnread() throws IOException {
    Ran ran =
        run("watch", "--key", key, "--ids", "--json", "--until-marked", answers("vllm-gumbel"));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSizeLessThan(4); // of 16 answers
    JsonNode look = JSON.readTree(lines.getLast()).get("looks").get(0);
    assertThat(look.get("verdict").textValue()).isEqualTo("marked");
    assertThat(look.get("markedAt").asLong()).isEqualTo(look.get("n").asLong());
    byte[] line = lines.getLast().getBytes(StandardCharsets.UTF_8);
    assertThat(SchemaCheck.problems(SCHEMA, line)).isEmpty();
    assertThat(run("watch", "--key", key, "--ids", "--fail-on", "marked", answers("vllm-gumbel")))
        .extracting(Ran::exit)
        .isEqualTo(Main.CHECK_FAILED);
  }

  @Test
  void plainAnswersStayNotShownWithThePowerTheyHad() throws IOException {
    Ran ran = run("watch", "--key", key, "--ids", "--json", answers("plain"));
    assertThat(ran.exit()).isZero();
    JsonNode look = JSON.readTree(ran.out().lines().toList().getLast()).get("looks").get(0);
    assertThat(look.get("verdict").textValue()).isEqualTo("not shown");
    assertThat(Double.parseDouble(look.get("power").textValue())).isGreaterThan(0.99);
    assertThat(look.has("markedAt")).isFalse();
  }

  @Test
  void brokenLinesAreNamedAndTheStreamGoesOn() throws IOException {
    Path keys = folder.resolve("keys.json");
    assertThat(run("keys", "new", "--out", keys, "--tenant", "acme").exit()).isZero();
    Path lines =
        Files.writeString(
            folder.resolve("s.jsonl"),
            "{\"text\":\"some words to read\"}\n{\"text\":5}\nno json\n\n{\"text\":\"and more of"
                + " them, which are read\"}\n");
    Ran ran = run("watch", "--keys", keys, "--json", lines);
    assertThat(ran.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.err())
        .contains("s.jsonl:2#/text: must be a string")
        .contains("s.jsonl:3: is not valid JSON");
    assertThat(ran.out().lines().toList()).hasSize(2);
    JsonNode last = JSON.readTree(ran.out().lines().toList().getLast());
    assertThat(last.get("texts").asInt()).isEqualTo(2);
    assertThat(last.get("hypotheses").asInt()).isEqualTo(6); // three claims, two forms
    assertThat(SchemaCheck.problems(SCHEMA, last.toString().getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(run("watch", lines).err()).contains("give --keys FILE");
    assertThat(run("watch", "--keys", keys, "--field", "text", lines).err())
        .contains("--field must be a JSON pointer");
  }
}
