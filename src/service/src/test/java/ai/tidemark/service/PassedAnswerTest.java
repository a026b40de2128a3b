package ai.tidemark.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.service.config.Limits;
import ai.tidemark.testkit.engine.Fault;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that cannot be marked, of a tenant that may send them. */
@Timeout(60)
final class PassedAnswerTest {
  @TempDir private Path directory;
  private StandInEngine engine;
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    engine = new StandInEngine(new StandInModel(1, -3, false));
    fixture = new ProxyFixture(directory, Limits.DEFAULT, engine.uri(), 64);
  }

  @AfterEach
  void stop() {
    fixture.close();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'tools':[{'type':'function','function':{'name':'f'}}] | tools",
        "'response_format':{'type':'json_object'} | structured-output",
        "'temperature':0 | temperature-zero",
        "'n':2 | many-choices",
        "'logprobs':true | logprobs",
        "'presence_penalty':1 | unsupported-parameter",
      })
  void passesAndLabelsWhatPolicyAllows(String fields, String reason) throws Exception {
    HttpResponse<String> response = fixture.chat(ProxyFixture.LAX, fields + ",'max_tokens':12");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-tidemark-status")).contains("unmarked");
    assertThat(response.headers().firstValue("x-tidemark-reason")).contains(reason);
    JsonNode answer = ProxyFixture.json(response);
    assertThat(answer.at("/choices/0/message/content").asText()).isNotEmpty();
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(12);
    JsonNode record = fixture.stopAndReadRecords().get(0);
    assertThat(record.get("status").asText()).isEqualTo("unmarked");
    assertThat(record.get("reason").asText()).isEqualTo(reason);
    assertThat(record.get("finish").asText()).isEqualTo("passed");
    assertThat(record.get("tenant").asText()).isEqualTo("lax");
    assertThat(record.at("/tokens/completion").asInt()).isEqualTo(12);
    assertThat(record.at("/tokens/prompt").asInt())
        .isEqualTo(answer.at("/usage/prompt_tokens").asInt());
    assertThat(record.get("contentId").asText())
        .isEqualTo(response.headers().firstValue("x-tidemark-content-id").orElseThrow());
  }

  @Test
  void passesStreamsAsTheyCome() throws Exception {
    HttpResponse<String> response =
        fixture.chat(ProxyFixture.LAX, "'temperature':0,'stream':true,'max_tokens':5");
    assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(response.headers().firstValue("x-tidemark-status")).contains("unmarked");
    assertThat(response.body()).startsWith("data: {").endsWith("data: [DONE]\n\n");
  }

  @Test
  void passesTextCompletions() throws Exception {
    HttpResponse<String> response =
        fixture.post(
            "/v1/completions",
            ProxyFixture.LAX,
            "{'model':'demo','prompt':'the sea','logprobs':1,'max_tokens':5}");
    assertThat(ProxyFixture.json(response).at("/choices/0/text").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LOADING, 503, upstream_refused",
    "BAD_REQUEST, 400, 400",
    "PLAIN_500, 502, upstream_refused",
    "SILENT, 504, upstream_timeout"
  })
  void reportsAnEngineThatRefuses(Fault.Kind kind, int status, String code) throws Exception {
    engine.fail(kind, 0);
    HttpResponse<String> response = fixture.chat(ProxyFixture.LAX, "'temperature':0");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(ProxyFixture.json(response).at("/error/code").asText()).isEqualTo(code);
    assertThat(response.headers().firstValue("x-tidemark-status")).isEmpty();
    assertThat(fixture.chat(ProxyFixture.LAX, "'temperature':0").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"DROP", "DROP_INSIDE", "END", "HANG"})
  void aStreamThatBreaksOffSaysSo(Fault.Kind kind) throws Exception {
    engine.fail(kind, 3);
    try (RawClient client =
        new RawClient(fixture, ProxyFixture.LAX, "'temperature':0,'stream':true")) {
      if (kind == Fault.Kind.HANG) {
        client.readUntil(": ping\n\n"); // the engine's own: it is not silent, so nothing is wrong
      } else {
        assertThat(client.readToEnd()).contains("upstream_truncated").doesNotContain("[DONE]");
      }
    }
    List<JsonNode> records = fixture.stopAndReadRecords();
    assertThat(records).hasSize(1);
    assertThat(records.get(0).get("finish").asText())
        .isEqualTo(kind == Fault.Kind.HANG ? "client-gone" : "upstream-failed");
  }

  @Test
  void anEngineThatIsNotThereIsABadGateway() throws Exception {
    try (ProxyFixture alone =
        new ProxyFixture(
            java.nio.file.Files.createDirectory(directory.resolve("alone")),
            Limits.DEFAULT,
            URI.create("http://127.0.0.1:1"),
            4)) {
      HttpResponse<String> response = alone.chat(ProxyFixture.LAX, "'temperature':0");
      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(ProxyFixture.json(response).at("/error/message").asText())
          .isEqualTo("The model's engine cannot be reached.");
    }
  }

  @Test
  void aClientThatLeavesStopsTheEngine() throws Exception {
    engine.fail(Fault.Kind.HANG, 2);
    try (RawClient client =
        new RawClient(fixture, ProxyFixture.LAX, "'temperature':0,'stream':true")) {
      client.readUntil(": ping\n\n");
    }
    assertThat(engine.awaitAborts(1)).isTrue();
    assertThat(engine.awaitIdle()).isTrue();
    assertThat(fixture.stopAndReadRecords().get(0).get("finish").asText()).isEqualTo("client-gone");
  }
}
