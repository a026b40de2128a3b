package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.segment.Segment;
import ai.tidemark.core.token.Cl100k;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * {@code tidemark detect --key} on answers of a real model that the original code of other programs
 * marked, and on plain answers of the same model.
 */
final class ForeignDetectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {
    List<JsonNode> lines() throws IOException {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : out.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }

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
      Path file = folder.resolve(name + ".jsonl");
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
      return file;
    }
  }

  /** Makes the key file that belongs to the answers: their parameters, the key taken out. */
  private Path key(Path answers, String profile, String keyName) throws IOException {
    ObjectNode parameters =
        (ObjectNode) JSON.readTree(Files.readAllLines(answers).getFirst()).get("parameters");
    ObjectNode root = JSON.createObjectNode().put("profile", profile);
    root.set("key", parameters.remove(keyName));
    root.set("parameters", parameters);
    return Files.writeString(folder.resolve(profile + ".key.json"), root.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "vllm-gumbel, vllm-gumbel-philox-v1, key, 16, 16",
    "hf-synthid, synthid-hf-table16, keys, 6, 4",
    "hf-kgw-lefthash, kgw-hf-cpu, hashing_key, 8, 8",
    "hf-kgw-selfhash, kgw-hf-cpu, hashing_key, 6, 5"
  })
  void markedAnswersAreCalledAndPlainOnesAreNot(
      String name, String profile, String keyName, int answers, int atLeast) throws IOException {
    Path marked = answers(name);
    Path key = key(marked, profile, keyName);
    Ran ran = run("detect", "--key", key, "--ids", "--json", marked);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    List<JsonNode> lines = ran.lines();
    assertThat(lines).hasSize(answers);
    long called = lines.stream().filter(line -> verdict(line).equals("marked")).count();
    assertThat(called).isGreaterThanOrEqualTo(atLeast);
    assertThat(lines.stream().mapToDouble(ForeignDetectionTest::log10P).max().orElseThrow())
        .as("the weakest marked answer")
        .isLessThan(-2);

    double[] p =
        run("detect", "--key", key, "--ids", "--json", answers("plain")).lines().stream()
            .mapToDouble(line -> Math.pow(10, log10P(line)))
            .sorted()
            .toArray();
    assertThat(p).hasSize(16);
    double ks = 0;
    for (int i = 0; i < p.length; i++) {
      ks = Math.max(ks, Math.max(p[i] - i / 16.0, (i + 1) / 16.0 - p[i]));
    }
    assertThat(ks).as("distance from uniform, 1 % point for 16").isLessThan(0.392);
    assertThat(p[0]).isGreaterThan(1e-3);
  }

  private static JsonNode first(JsonNode line) {
    return line.get("findings").get(0);
  }

  private static String verdict(JsonNode line) {
    return first(line).get("verdict").textValue();
  }

  private static double log10P(JsonNode line) {
    return Double.parseDouble(first(line).get("log10P").textValue());
  }

  @Test
  void theOriginalsOwnNumberStandsBeside() throws IOException {
    Path marked = answers("vllm-gumbel");
    Path key = key(marked, "vllm-gumbel-philox-v1", "key");
    double[] p =
        run("detect", "--key", key, "--ids", "--json", "--as-original", "0.33", marked)
            .lines()
            .stream()
            .mapToDouble(
                line -> Double.parseDouble(line.get("originals").get(0).get("p").textValue()))
            .sorted()
            .toArray();
    assertThat(p[0]).as("as the maker of the answers got it").isBetween(3.5e-106, 4.5e-106);
    assertThat(p[p.length - 1]).isBetween(1.5e-37, 2.5e-37);
    Ran unknown = run("detect", "--key", key, "--ids", "--as-original", "0.1", marked);
    assertThat(unknown.exit()).isEqualTo(Main.USAGE);
    assertThat(unknown.err()).hasLineCount(1).contains("--as-original").contains("0.33");
  }

  @Test
  void poolingCountsATupleOfTwoTextsOnce() throws IOException {
    Path marked = answers("vllm-gumbel");
    Path key = key(marked, "vllm-gumbel-philox-v1", "key");
    List<JsonNode> once = run("detect", "--key", key, "--ids", "--json", "--pool", marked).lines();
    List<JsonNode> twice =
        run("detect", "--key", key, "--ids", "--json", "--pool", marked, marked).lines();
    assertThat(once.getLast().get("text").textValue()).isEqualTo("all texts together");
    for (String field : List.of("n", "S", "log10P")) {
      assertThat(first(twice.getLast()).get(field)).isEqualTo(first(once.getLast()).get(field));
    }
    long sum =
        once.subList(0, 16).stream().mapToLong(line -> first(line).get("n").longValue()).sum();
    assertThat(first(once.getLast()).get("n").longValue()).isLessThan(sum).isGreaterThan(sum / 2);
  }

  @Test
  void textIsScoredRawAndNormalisedAndBothArePaidFor() throws IOException {
    Path key = key(answers("vllm-gumbel"), "vllm-gumbel-philox-v1", "key");
    String words = "The harbour lay still and no rope moved at all that night. ";
    Path plain = Files.writeString(folder.resolve("plain.txt"), words);
    Path broken = Files.writeString(folder.resolve("broken.txt"), words.replace("o", "o\u200b"));
    List<JsonNode> lines = run("detect", "--key", key, "--json", plain, broken).lines();
    JsonNode raw = lines.get(0).get("findings").get(0);
    JsonNode restored = lines.get(1).get("findings").get(1);
    assertThat(restored.get("form").textValue()).isEqualTo("normalised");
    assertThat(restored.get("S")).isEqualTo(raw.get("S"));
    assertThat(raw.get("n").intValue()).isEqualTo(Cl100k.get().encode(words).length);
    double p = Double.parseDouble(raw.get("log10P").textValue());
    double adjusted = Double.parseDouble(raw.get("adjustedLog10P").textValue());
    assertThat(adjusted).isGreaterThan(p).isLessThanOrEqualTo(Math.min(0, p + 0.302));
  }

  @Test
  void badInputGetsOneClearError() throws IOException {
    Path marked = answers("vllm-gumbel");
    Path key = key(marked, "vllm-gumbel-philox-v1", "key");

    Ran both = run("detect", "--key", key, "--keys", key, marked);
    assertThat(both.exit()).isEqualTo(Main.USAGE);
    assertThat(both.err()).contains("not both");

    Ran neither = run("detect", marked);
    assertThat(neither.exit()).isEqualTo(Main.USAGE);
    assertThat(neither.err()).contains("--keys").contains("--key");

    Path unknown = folder.resolve("unknown.json");
    Files.writeString(unknown, "{\"profile\":\"synthid\",\"parameters\":{},\"key\":\"1\"}");
    Ran profile = run("detect", "--key", unknown, "--ids", marked);
    assertThat(profile.exit()).isEqualTo(Main.USAGE);
    assertThat(profile.err()).hasLineCount(1).contains("unknown.json#/profile", "vllm-gumbel");

    Path secret = folder.resolve("secret.json");
    Files.writeString(
        secret, Files.readString(key).replaceAll("\"key\":\"[0-9]+\"", "\"key\":\"12x34\""));
    Ran wrong = run("detect", "--key", secret, "--ids", marked);
    assertThat(wrong.exit()).isEqualTo(Main.USAGE);
    assertThat(wrong.err()).hasLineCount(1).contains("secret.json#/key").doesNotContain("12x34");

    Path lines = folder.resolve("lines.jsonl");
    Files.writeString(
        lines, "{\"ids\":[1,2,3]}\n{\"id\":[1]}\n{\"ids\":[1,-2]}\n{\n\n{\"ids\":[7]}\n");
    Ran some = run("detect", "--key", key, "--ids", "--json", lines);
    assertThat(some.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(some.lines()).hasSize(2);
    assertThat(some.err())
        .hasLineCount(3)
        .contains("lines.jsonl:2: has no field ids", "lines.jsonl:3: ", "lines.jsonl:4: ");
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() throws IOException {
    Path marked = answers("hf-kgw-lefthash");
    Path key = key(marked, "kgw-hf-cpu", "hashing_key");
    Files.writeString(key, Files.readString(key).replace("262144", "50257"));
    Ran ran = run("detect", "--key", key, "--ids", marked);
    assertThat(ran.exit()).isEqualTo(Main.UNREADABLE);
    assertThat(ran.err()).contains("50257");
  }

  /** Marked ids between plain ones of the same model are found where they stand. */
  @Test
  void segmentsAreFoundWhereTheyStand() throws IOException {
    Path marked = answers("vllm-gumbel");
    Path key = key(marked, "vllm-gumbel-philox-v1", "key");
    List<Integer> ids = new ArrayList<>();
    List<String> plain = Files.readAllLines(answers("plain"));
    for (String line : List.of(plain.get(0), plain.get(1), Files.readAllLines(marked).get(3))) {
      JSON.readTree(line).get("ids").forEach(id -> ids.add(id.intValue()));
    }
    int begin =
        JSON.readTree(plain.get(0)).get("ids").size()
            + JSON.readTree(plain.get(1)).get("ids").size();
    int end = ids.size();
    JSON.readTree(plain.get(2)).get("ids").forEach(id -> ids.add(id.intValue()));
    Path mixed = Files.writeString(folder.resolve("mixed.jsonl"), "{\"ids\":" + ids + "}\n");
    JsonNode line =
        run("detect", "--key", key, "--ids", "--json", "--segments", mixed).lines().getFirst();
    JsonNode segments = line.get("segments");
    assertThat(segments).isNotEmpty();
    int inside = 0;
    for (JsonNode segment : segments) {
      int from = segment.get("from").intValue();
      int to = segment.get("to").intValue();
      assertThat(Double.parseDouble(segment.get("log10P").textValue())).isLessThan(-6);
      inside += Math.max(0, Math.min(end, to) - Math.max(begin, from));
    }
    assertThat(inside).as("tokens of the marked stretch found").isGreaterThan((end - begin) / 2);
    JsonNode strongest = segments.get(0);
    assertThat(strongest.get("estimatedFrom").intValue()).isBetween(begin - 40, end);
    Path schema = Path.of(System.getProperty("tidemark.root", "../.."), "docs", "formats");
    assertThat(
            SchemaCheck.problems(
                schema.resolve("foreign-detection.schema.json"),
                line.toString().getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    for (JsonNode none :
        run("detect", "--key", key, "--ids", "--json", "--segments", answers("plain")).lines()) {
      assertThat(none.get("segments")).isEmpty();
    }
    assertThat(run("detect", "--keys", key, "--segments", mixed).err()).contains("--segments");
  }

  /** A window is never stronger than the exact p of the same tuples: it has paid for the others. */
  @Test
  void synthIdWindowsArePricedByTheirOwnTuples() throws IOException {
    Path marked = answers("hf-synthid");
    Path key = key(marked, "synthid-hf-table16", "keys");
    int whole = 0;
    for (JsonNode line :
        run("detect", "--key", key, "--ids", "--json", "--segments", marked).lines()) {
      JsonNode text = line.get("findings").get(0);
      for (JsonNode segment : line.get("segments")) {
        if (segment.get("n").intValue() == text.get("n").intValue()) {
          whole++;
          assertThat(Double.parseDouble(segment.get("log10P").textValue()))
              .isBetween(
                  Double.parseDouble(text.get("log10P").textValue()) + 2,
                  Double.parseDouble(text.get("log10P").textValue()) + 4);
        }
      }
    }
    assertThat(whole).as("texts that are one window").isEqualTo(6);
  }

  @Test
  void segmentsOfATextSayWhichCharacters() throws IOException {
    int[] ids = Cl100k.get().encode("na\u00efve \u6f6e tide turns");
    String text = "na\u00efve \u6f6e tide turns";
    StringWriter out = new StringWriter();
    new SegmentLines(ids, TokenOffsets.of(text, ids, Cl100k.get()))
        .print(
            "key",
            List.of(new Segment(0, ids.length, 0, ids.length, -30, 0, ids.length)),
            new PrintWriter(out, true));
    assertThat(out.toString())
        .contains("characters 0 to " + text.codePointCount(0, text.length()) + ")")
        .contains("log10 p -13.03");
  }
}
