package ai.tidemark.service;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.service.config.Limits;
import ai.tidemark.service.config.ProxyConfig;
import ai.tidemark.service.config.ProxyConfig.Listen;
import ai.tidemark.service.config.TenantConfig;
import ai.tidemark.service.config.TokenDigest;
import ai.tidemark.service.config.UpstreamConfig;
import ai.tidemark.service.config.UpstreamConfig.Dialect;
import ai.tidemark.service.policy.Policy;
import ai.tidemark.service.policy.Reason;
import ai.tidemark.service.policy.Rule;
import ai.tidemark.service.upstream.Engine;
import ai.tidemark.service.upstream.LlamaEngine;
import ai.tidemark.testkit.engine.StandInVocabulary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A proxy with two tenants, one that may send everything and one that may send nothing unmarked.
 */
final class ProxyFixture implements AutoCloseable {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String STRICT = "token-canary-of-the-strict-tenant";
  static final String LAX = "token-canary-of-the-lax-tenant";
  static final Tokenizer TOKENIZER = new StandInVocabulary();
  static final Profile PROFILE = Profile.of(TOKENIZER);
  private static final String SEED = "front";

  final FakeEngine engine = new FakeEngine();
  final Path directory;
  final Proxy proxy;
  private final HttpClient http = HttpClient.newHttpClient();

  /** A proxy over a fake engine. */
  ProxyFixture(Path directory) {
    this(directory, Limits.DEFAULT);
  }

  ProxyFixture(Path directory, Limits limits) {
    this(directory, limits, URI.create("http://127.0.0.1:9"), 64);
  }

  /** A proxy over a fake engine; what is passed through goes to a URL. */
  ProxyFixture(Path directory, Limits limits, URI upstream, int maxConcurrent) {
    this.directory = directory;
    this.proxy =
        Proxy.start(
            config(directory, limits, upstream, maxConcurrent),
            _ -> TOKENIZER,
            (_, _, _) -> engine);
  }

  private ProxyFixture(Path directory, ProxyConfig config, Engine.Factory engines) {
    this.directory = directory;
    this.proxy = Proxy.start(config, _ -> TOKENIZER, engines);
  }

  /** A proxy over a fake engine, whose ledgers are on a disk and under a timer of the test's. */
  ProxyFixture(Path directory, ProxyConfig config, LogWriter.Options disk, Proxy.RootTimer timer) {
    this.directory = directory;
    this.proxy = Proxy.start(config, _ -> TOKENIZER, (_, _, _) -> engine, disk, timer);
  }

  /** A proxy over the real walk. */
  static ProxyFixture walking(Path directory, URI upstream) {
    return new ProxyFixture(
        directory, config(directory, Limits.DEFAULT, upstream, 64), LlamaEngine::new);
  }

  static ProxyConfig config(Path directory, Limits limits, URI upstream, int maxConcurrent) {
    try {
      Path profile = directory.resolve("profile.json");
      Path keyFile = directory.resolve("keys.json");
      if (Files.notExists(keyFile)) {
        Files.write(profile, PROFILE.canonicalJson());
        try (KeyFile keys = keys()) {
          keys.write(keyFile);
        }
      }
      Map<Reason, Rule> all = new java.util.EnumMap<>(Reason.class);
      for (Reason reason : Reason.values()) {
        all.put(reason, Rule.ALLOW);
      }
      return new ProxyConfig(
          Listen.ANY_LOOPBACK_PORT,
          profile,
          keyFile,
          "stand-in",
          directory.resolve("records.jsonl"),
          Optional.empty(),
          List.of(
              new UpstreamConfig(
                  "local",
                  Dialect.LLAMA_CPP,
                  upstream,
                  List.of("demo"),
                  64,
                  maxConcurrent,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(2))),
          List.of(
              new TenantConfig("strict", TokenDigest.ofToken(STRICT), Policy.REFUSE_ALL),
              new TenantConfig("lax", TokenDigest.ofToken(LAX), new Policy(all))),
          limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KeyFile keys() {
    return KeyFile.fromSeed(SEED, "2026Q4", List.of("strict", "lax"));
  }

  /** Returns OpenAI's own client, without retries. */
  OpenAIClient client(String token) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(proxy.uri() + "/v1")
        .apiKey(token)
        .maxRetries(0)
        .build();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(proxy.uri().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String token, String json) throws Exception {
    return http.send(request(path, token, json), BodyHandlers.ofString());
  }

  HttpRequest request(String path, String token, String json) {
    return HttpRequest.newBuilder(proxy.uri().resolve(path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
        .build();
  }

  /** Asks with one message and some further fields. */
  HttpResponse<String> chat(String token, String fields) throws Exception {
    return post("/v1/chat/completions", token, chatBody(fields));
  }

  static String chatBody(String fields) {
    return "{'model':'demo','messages':[{'role':'user','content':'prompt-canary'}]"
        + (fields.isEmpty() ? "" : ",")
        + fields
        + "}";
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return MAPPER.readTree(response.body());
  }

  /** Stops the proxy and returns what it recorded. */
  List<JsonNode> stopAndReadRecords() throws IOException {
    proxy.close();
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("records.jsonl"))) {
      records.add(MAPPER.readTree(line));
    }
    return records;
  }

  @Override
  public void close() {
    http.shutdownNow();
    proxy.close();
  }
}
