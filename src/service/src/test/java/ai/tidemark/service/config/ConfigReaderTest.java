package ai.tidemark.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.service.policy.Reason;
import ai.tidemark.service.policy.Rule;
import ai.tidemark.testkit.schema.SchemaCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static final String GOOD =
      """
      version: 1
      listen: {host: 127.0.0.1, port: 0}
      profile: profile.json
      keys: secrets/keys.json
      tokenizer: cl100k_base
      records: records.jsonl
      upstreams:
        - name: local
          dialect: llama.cpp
          url: http://127.0.0.1:8081
          models: [demo, demo-2]
          topN: 32
      policy:
        tools: allow
      tenants:
        - name: acme
          tokenSha256: "%s"
          policy: {tools: refuse, logprobs: allow}
        - name: globex
          token: sixteen-characters
      limits: {maxTokens: 512}
      """
          .formatted(DIGEST);

  @TempDir private Path directory;

  private ProxyConfig read(String yaml) throws IOException {
    return read(yaml, Map.of());
  }

  private ProxyConfig read(String yaml, Map<String, String> environment) throws IOException {
    Path file = directory.resolve("proxy.yaml");
    Files.writeString(file, yaml);
    return new ConfigReader(file, environment::get).read();
  }

  private void refuses(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(BadInputException.class)
        .hasMessage(directory.resolve("proxy.yaml") + message)
        .hasMessageNotContaining("secret-value");
  }

  @Test
  void readsEveryField() throws IOException {
    ProxyConfig config = read(GOOD);
    assertThat(config.listen()).isEqualTo(new ProxyConfig.Listen("127.0.0.1", 0));
    assertThat(config.profile()).isEqualTo(directory.resolve("profile.json"));
    assertThat(config.keys()).isEqualTo(directory.resolve("secrets/keys.json"));
    assertThat(config.tokenizer()).isEqualTo("cl100k_base");
    UpstreamConfig upstream = config.upstreams().get(0);
    assertThat(upstream.url()).isEqualTo(URI.create("http://127.0.0.1:8081"));
    assertThat(upstream.models()).containsExactly("demo", "demo-2");
    assertThat(upstream.topN()).isEqualTo(32);
    assertThat(upstream.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.limits().maxTokens()).isEqualTo(512);
    assertThat(config.limits().bodyBytes()).isEqualTo(Limits.DEFAULT.bodyBytes());
    TenantConfig acme = config.tenants().get(0);
    assertThat(acme.token()).isEqualTo(TokenDigest.ofHex(DIGEST));
    assertThat(acme.policy().rule(Reason.TOOLS)).isEqualTo(Rule.REFUSE);
    assertThat(acme.policy().rule(Reason.LOGPROBS)).isEqualTo(Rule.ALLOW);
    TenantConfig globex = config.tenants().get(1);
    assertThat(globex.token()).isEqualTo(TokenDigest.ofToken("sixteen-characters"));
    assertThat(globex.policy().rule(Reason.TOOLS)).isEqualTo(Rule.ALLOW);
    assertThat(globex.policy().rule(Reason.TEMPERATURE_ZERO)).isEqualTo(Rule.REFUSE);
  }

  @Test
  void aLedgerIsKeptWhereItIsAskedFor() throws IOException {
    assertThat(read(GOOD).ledger()).isEmpty();
    String least = GOOD + "ledger: {folder: ledger, key: secrets/ledger.key}\n";
    assertThat(read(least).ledger())
        .contains(
            new LedgerConfig(
                directory.resolve("ledger"),
                directory.resolve("secrets/ledger.key"),
                0,
                Duration.ofMinutes(5)));
    String all = GOOD + "ledger: {folder: l, key: k, node: 7, rootSeconds: 60}\n";
    assertThat(read(all).ledger())
        .contains(
            new LedgerConfig(
                directory.resolve("l"), directory.resolve("k"), 7, Duration.ofSeconds(60)));
    assertThatThrownBy(() -> read(GOOD + "ledger: {folder: ledger}\n"))
        .hasMessageContaining("#/ledger/key: is missing");
    assertThatThrownBy(() -> read(all.replace("node: 7", "node: -1")))
        .hasMessageContaining("#/ledger/node: must be in 0..");
    assertThatThrownBy(() -> read(all.replace("demo-2", "'demo two'")))
        .hasMessageContaining("#/ledger: cannot name a model of upstream local");
    assertThat(read(GOOD.replace("demo-2", "'demo two'")).ledger()).isEmpty();
  }

  @Test
  void takesTokensFromTheEnvironment() throws IOException {
    String yaml = GOOD.replace("token: sixteen-characters", "tokenEnv: GLOBEX_TOKEN");
    ProxyConfig config = read(yaml, Map.of("GLOBEX_TOKEN", "from-the-environment"));
    assertThat(config.tenants().get(1).token())
        .isEqualTo(TokenDigest.ofToken("from-the-environment"));
    refuses(
        yaml,
        "#/tenants/1/tokenEnv: names an environment variable that is not set"
            + " (line 20, column 5)");
  }

  @Test
  void resolvesGgufFilesBesideTheConfiguration() throws IOException {
    assertThat(read(GOOD.replace("cl100k_base", "gguf:models/gemma.gguf")).tokenizer())
        .isEqualTo("gguf:" + directory.resolve("models/gemma.gguf"));
  }

  @Test
  void neverPrintsTokens() throws IOException {
    ProxyConfig config = read(GOOD);
    assertThat(config.toString()).doesNotContain(DIGEST, "sixteen");
  }

  @Test
  void refusesAnUnknownFieldAndNamesTheNearest() {
    refuses(
        GOOD.replace("    policy: {tools", "    polcy: {tools"),
        "#/tenants/0/polcy: is not a known field (line 18, column 5); did you mean policy?");
    refuses(
        GOOD.replace("tools: allow", "tool: allow"),
        "#/policy/tool: is not a known field (line 14, column 3); did you mean tools?");
    refuses(GOOD + "zzzzzz: 1\n", "#/zzzzzz: is not a known field (line 22, column 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "version: 1 | version: 2 | #/version: must be 1 (line 1, column 1); this Tidemark knows no"
            + " other",
        "version: 1 | version: one | #/version: must be an integer in 1..2147483647 (line 1,"
            + " column 1)",
        "port: 0 | port: 70000 | #/listen/port: must be in 0..65535, but is 70000 (line 2, column"
            + " 27)",
        "profile: profile.json | profile: 7 | #/profile: must be a string (line 3, column 10); put"
            + " it in quotes",
        "profile: profile.json | profile: | #/profile: must be a string, not empty (line 3, column"
            + " 9)",
        "keys: secrets/keys.json | | #/keys: is missing",
        "dialect: llama.cpp | dialect: vllm | #/upstreams/0/dialect: must be llama.cpp, the only"
            + " dialect this version speaks (line 9, column 5)",
        "http://127.0.0.1:8081 | http://user:secret-value@h:1 | #/upstreams/0/url: must be"
            + " http://HOST:PORT and nothing more (line 10, column 5)",
        "[demo, demo-2] | demo | #/upstreams/0/models: must be a list with at least one entry"
            + " (line 11, column 5)",
        "[demo, demo-2] | [demo, demo] | #/upstreams/0/models: names a model twice (line 11,"
            + " column 5); which upstream would serve it?",
        "topN: 32 | topN: 1 | #/upstreams/0/topN: must be in 2..4096, but is 1 (line 12, column 5)",
        "tools: allow | tools: maybe | #/policy/tools: must be allow or refuse (line 14, column 3)",
        "name: globex | name: acme | #/tenants/1/name: is the name of another tenant (line 19,"
            + " column 5)",
        "name: globex | name: Globex | #/tenants/1/name: must be lower-case letters, digits, dots,"
            + " dashes and underscores, at most 63, starting with a letter or digit (line 19,"
            + " column 5)",
        "sixteen-characters | secret-value | #/tenants/1/token: must give a token of 16 to 512"
            + " visible ASCII characters without spaces (line 20, column 5)",
        "token: sixteen-characters | policy: {} | #/tenants/1/name: needs exactly one of"
            + " tokenSha256, tokenEnv and token (line 19, column 5)",
        "limits: {maxTokens: 512} | limits: 512 | #/limits: must be a mapping of fields (line 21,"
            + " column 9)",
        "maxTokens: 512 | maxTokens: 0 | #/limits/maxTokens: must be in 1..1048576, but is 0 (line"
            + " 21, column 10)",
        "version: 1 | version: !!int 1 | #/version: uses an alias or a tag, write the value out"
            + " (line 1, column 10)",
      })
  void refuses(String part, String replacement, String message) {
    refuses(GOOD.replace(part, replacement == null ? "" : replacement), message);
  }

  @Test
  void refusesTheSameTokenTwice() {
    String yaml = GOOD.replace("token: sixteen-characters", "tokenSha256: \"" + DIGEST + "\"");
    refuses(yaml, "#/tenants/1/name: has the same token as tenant acme (line 19, column 5)");
  }

  @Test
  void refusesAliases() {
    refuses(
        GOOD.replace("secrets/keys.json", "&a keys.json").replace("records.jsonl", "*a"),
        "#/records: uses an alias or a tag, write the value out (line 6, column 10)");
  }

  @Test
  void refusesWhatIsNotYaml() {
    refuses(
        "version: [1\ntenants",
        " is not valid YAML".replaceFirst(" ", ": ") + " (line 2, column 8)");
    refuses("", ": is empty");
    refuses("- a\n", ": must be a YAML mapping of fields");
    refuses("version: 1\nversion: 1\n", "#/version: is given twice (line 2, column 1)");
    refuses(GOOD + "---\nversion: 1\n", ": must hold one YAML document, but holds more");
  }

  @Test
  void theSchemaSaysTheSame() throws IOException {
    Path root = Path.of(System.getProperty("tidemark.root"), "docs");
    Path schema = root.resolve("formats/proxy-config.schema.json");
    String example = Files.readString(root.resolve("proxy.example.yaml"));
    YAMLMapper yaml = new YAMLMapper();
    for (String good : List.of(example, GOOD)) {
      assertThat(SchemaCheck.problems(schema, json(yaml, good))).isEmpty();
    }
    for (String bad :
        List.of(
            GOOD.replace("policy: {tools", "polcy: {tools"),
            GOOD.replace("tools: allow", "tools: maybe"),
            GOOD.replace("topN: 32", "topN: 1"),
            GOOD.replace("dialect: llama.cpp", "dialect: vllm"))) {
      assertThat(SchemaCheck.problems(schema, json(yaml, bad))).hasSize(1);
      assertThatThrownBy(() -> read(bad)).isInstanceOf(BadInputException.class);
    }
    // the example shows every field, so the reader knows all that the schema knows
    for (JsonNode properties : yaml.readTree(schema.toFile()).findValues("properties")) {
      for (String field : (Iterable<String>) properties::fieldNames) {
        assertThat(example + "token:").contains(field + ":");
      }
    }
  }

  private static byte[] json(YAMLMapper yaml, String text) throws IOException {
    return yaml.readTree(text).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path file = directory.resolve("none.yaml");
    assertThatThrownBy(() -> ProxyConfig.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ": does not exist; docs/proxy.example.yaml is one to start from");
  }

  @Test
  void readsTheExampleAndItRefusesAllItCan() throws IOException {
    Path example = Path.of(System.getProperty("tidemark.root"), "docs", "proxy.example.yaml");
    ProxyConfig config =
        new ConfigReader(example, Map.of("ACME_TOKEN", "an-example-of-a-token")::get).read();
    for (TenantConfig tenant : config.tenants()) {
      for (Reason reason : Reason.values()) {
        assertThat(tenant.policy().rule(reason)).isEqualTo(Rule.REFUSE);
      }
    }
    String text = Files.readString(example);
    for (String field :
        List.of("listen", "limits", "topN", "maxConcurrent", "idleSeconds", "drainSeconds")) {
      assertThat(text).contains(field + ":");
    }
    for (Reason reason : Reason.values()) {
      assertThat(text).contains(reason.wire() + ": refuse");
    }
  }
}
