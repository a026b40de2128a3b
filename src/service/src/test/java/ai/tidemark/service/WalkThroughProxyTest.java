package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way: client, proxy, walk, engine, and back to evidence. */
@Timeout(60)
final class WalkThroughProxyTest {
  private static final Contexts.Coined CONTEXTS = ProxyFixture.PROFILE.contexts();

  @TempDir private Path directory;
  private StandInEngine engine;
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    engine = new StandInEngine(new StandInModel(7, -9, false));
    fixture = ProxyFixture.walking(directory, engine.uri());
  }

  @AfterEach
  void stop() {
    fixture.close();
    engine.close();
  }

  /** One answer as the client got it. */
  private record Read(String contentId, String text, TokenBuffer ids) {}

  private Read ask(int i) throws Exception {
    HttpResponse<String> response =
        fixture.post(
            "/v1/completions",
            ProxyFixture.STRICT,
            "{'model':'demo','prompt':'the sea " + i + "','max_tokens':10}");
    assertThat(response.statusCode()).isEqualTo(200);
    String text = ProxyFixture.json(response).at("/choices/0/text").asText();
    TokenBuffer ids = new TokenBuffer();
    ProxyFixture.TOKENIZER.encode(text, ids);
    return new Read(
        response.headers().firstValue("x-tidemark-content-id").orElseThrow(), text, ids);
  }

  private static Evidence evidence(Read read, DrawKey fleet, DrawKey tenant) {
    TupleSet tuples = new TupleSet(128);
    int _ = Grams.forEach(CONTEXTS, read.ids.array(), read.ids.size(), tuples::add);
    try (DrawKey coinKey = fleet.coinKey()) {
      Coin.Routed routed =
          new Coin(CONTEXTS, coinKey).route(tuples.hi(), tuples.lo(), 0, tuples.size());
      return routed
          .fleet()
          .evidence(Draws.bulk(fleet))
          .plus(routed.tenant().evidence(Draws.bulk(tenant)));
    }
  }

  private static double nats(Evidence evidence) {
    return evidence.sum().toBigInteger().doubleValue() * 0x1p-32;
  }

  @Test
  void whatTheClientReadsIsEvidenceForItsTenantAndForNobodyElse() throws Exception {
    List<Read> reads = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      reads.add(ask(i));
    }
    List<JsonNode> records = fixture.stopAndReadRecords();
    assertThat(records)
        .extracting(record -> record.get("contentId").asText())
        .isEqualTo(reads.stream().map(Read::contentId).toList());
    try (KeyFile keys = ProxyFixture.keys();
        DrawKey fleet = keys.fleet();
        DrawKey own = keys.tenant("strict");
        KeyFile wrongKeys = KeyFile.fromSeed("wrong", "2026Q4", List.of("strict"));
        DrawKey wrongFleet = wrongKeys.fleet();
        DrawKey wrongOwn = wrongKeys.tenant("strict")) {
      Evidence marked = Evidence.NONE;
      Evidence wrong = Evidence.NONE;
      double expected = 0;
      int exact = 0;
      for (int i = 0; i < reads.size(); i++) {
        Read read = reads.get(i);
        JsonNode record = records.get(i);
        requireMarked(record, keys);
        if (record.at("/tokens/completion").asInt() != read.ids.size()
            || read.text.chars().anyMatch(c -> c > 127)) {
          continue; // its text reads back as other tokens than were drawn
        }
        exact++;
        Evidence one = evidence(read, fleet, own);
        marked = marked.plus(one);
        wrong = wrong.plus(evidence(read, wrongFleet, wrongOwn));
        int unkeyed = (int) one.n();
        for (String tier : List.of("fleet", "tenant")) {
          unkeyed -= record.at("/positions/" + tier).asInt();
          expected += Double.parseDouble(record.at("/expectedScore/" + tier).asText());
        }
        expected += unkeyed; // a context used before: drawn plainly, scored with mean 1
      }
      assertThat(exact).isGreaterThan(3);
      assertThat(nats(marked))
          .isCloseTo(expected, within(5 * 1.3 * Math.sqrt((double) marked.n())));
      assertThat(marked.lnP()).isLessThan(-30);
      assertThat(wrong.lnP()).isGreaterThan(Math.log(1e-9)); // the first tokens are random
    }
  }

  private static void requireMarked(JsonNode record, KeyFile keys) {
    assertThat(record.get("status").asText()).isEqualTo("marked");
    assertThat(record.get("strategy").asText()).isEqualTo("walk");
    assertThat(record.at("/profile/sha256").asText()).isEqualTo(ProxyFixture.PROFILE.sha256());
    assertThat(record.at("/keys/fleet").asText()).isEqualTo(keys.fleetId());
    assertThat(record.at("/keys/tenant").asText()).isEqualTo(keys.tenantId("strict"));
    assertThat(record.get("calls").asInt()).isPositive();
  }

  @Test
  void streamsWhatItMarks() {
    OpenAIClient client = fixture.client(ProxyFixture.STRICT);
    ChatCompletionCreateParams ask =
        ChatCompletionCreateParams.builder()
            .model("demo")
            .addUserMessage("the tide")
            .maxCompletionTokens(60)
            .build();
    List<ChatCompletionChunk> chunks;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask)) {
      chunks = stream.stream().toList();
    }
    client.close();
    String text =
        chunks.stream()
            .map(c -> c.choices().get(0).delta().content().orElse(""))
            .collect(Collectors.joining());
    assertThat(text).isNotBlank();
    assertThat(text.substring(0, text.length() - 1)) // the limit may cut the last character
        .doesNotContain("\uFFFD");
    assertThat(chunks.size()).isGreaterThan(20); // piece by piece
  }

  @Test
  void anEngineThatGoesAwayIsABadGatewayAndNotReady() throws Exception {
    assertThat(fixture.chat(ProxyFixture.STRICT, "'max_tokens':5").statusCode()).isEqualTo(200);
    assertThat(fixture.get("/health/ready").statusCode()).isEqualTo(200);
    engine.close();
    HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, "'max_tokens':5");
    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(ProxyFixture.json(response).at("/error/message").asText())
        .isEqualTo("The model's engine cannot be reached.");
    HttpResponse<String> ready = fixture.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("upstream local cannot be reached");
  }

  @ParameterizedTest
  @CsvSource({
    "LOADING, 502",
    "BAD_REQUEST, 502",
    "PLAIN_500, 502",
    "SILENT, 504",
    "HANG, 504",
    "END, 502",
    "DROP, 502",
    "DROP_INSIDE, 502",
    "ERROR_EVENT, 502",
    "GARBAGE, 502",
    "BAD_JSON, 502",
    "NO_PROBABILITIES, 502",
    "NO_IDS, 502"
  })
  void eachFaultOfTheEngineIsOneClearError(Fault.Kind kind, int status) throws Exception {
    assertThat(fixture.chat(ProxyFixture.STRICT, "'max_tokens':5").statusCode()).isEqualTo(200);
    engine.fail(kind, 0);
    HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, "'max_tokens':5");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(ProxyFixture.json(response).at("/error/message").asText())
        .startsWith("The model's engine ");
    assertThat(fixture.chat(ProxyFixture.STRICT, "'max_tokens':5").statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatLeavesAbortsTheEngine() throws Exception {
    assertThat(fixture.chat(ProxyFixture.STRICT, "'max_tokens':5").statusCode()).isEqualTo(200);
    engine.fail(Fault.Kind.HANG, 0);
    int before = engine.completions().size();
    try (RawClient _ = new RawClient(fixture, ProxyFixture.STRICT, "'stream':true")) {
      while (engine.completions().size() == before) {
        Thread.onSpinWait(); // until the walk has asked
      }
    }
    while (engine.openRequests() > 0) {
      Thread.onSpinWait(); // until the engine has noticed
    }
    assertThat(fixture.stopAndReadRecords().get(1).get("finish").asText()).isEqualTo("client-gone");
  }
}
