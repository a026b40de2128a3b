package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.testkit.schema.SchemaCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands write is what the published schemas describe, and schemas refuse the rest. */
final class SchemaTest {
  private static final Path FORMATS =
      Path.of(System.getProperty("tidemark.root", "../.."), "docs", "formats");

  @TempDir private Path folder;

  private static String run(Object... arguments) {
    StringWriter out = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute(words)).isZero();
    return out.toString();
  }

  private static void check(String schema, String json) {
    Path file = FORMATS.resolve(schema);
    assertThat(SchemaCheck.problems(file, json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    String extra = json.strip().replaceFirst("^\\{", "{\"unknown\":1,");
    assertThat(SchemaCheck.problems(file, extra.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    String renamed = json.replaceFirst("\"format\":", "\"formats\":");
    assertThat(SchemaCheck.problems(file, renamed.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
  }

  @Test
  void filesMatchTheirSchemas() throws IOException {
    Path keys = folder.resolve("keys.json");
    run("keys", "new", "--out", keys, "--tenant", "acme");
    check("keys.schema.json", Files.readString(keys));
    check("profile.schema.json", run("profile", "new"));
    Path text = Files.writeString(folder.resolve("text.txt"), "a text of some words ".repeat(9));
    check("detection.schema.json", run("detect", "--json", "--keys", keys, text));
    Path report = folder.resolve("report");
    run("scan", "--quiet", "--keys", keys, "--out", report, text);
    check("report.schema.json", Files.readString(report.resolve("report.json")));
  }
}
