package ai.tidemark.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.Limits;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, authentication, policy, limits and the bytes on the wire. */
final class ProxyHttpTest {
  private static final Limits SMALL =
      new Limits(2000, 100, Limits.DEFAULT.ping(), Limits.DEFAULT.stall(), Limits.DEFAULT.drain());

  @TempDir private Path directory;
  private ProxyFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ProxyFixture(directory, SMALL);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void isLiveAndReady() throws Exception {
    assertThat(fixture.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
    assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = fixture.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"status\":\"ready\",\"missing\":[]}");
  }

  @Test
  void isNotReadyOnceTheEngineIsGoneAndReadyAgainOnceItAnswers() throws Exception {
    fixture.engine.goesAway(UpstreamException.Kind.UNREACHABLE);
    fixture.engine.says(
        (_, _, _) -> {
          throw new UpstreamException(UpstreamException.Kind.UNREACHABLE, "away");
        });
    HttpResponse<String> failed = fixture.chat(ProxyFixture.STRICT, "");
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(ProxyFixture.json(failed).at("/error/code").asText())
        .isEqualTo("upstream_unreachable");
    HttpResponse<String> ready = fixture.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .isEqualTo("{\"status\":\"not ready\",\"missing\":[\"upstream local cannot be reached\"]}");
    assertThat(fixture.get("/health/live").statusCode()).isEqualTo(200);

    fixture.engine.comesBack();
    fixture.engine.says(FakeEngine::hello);
    assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
    assertThat(fixture.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models",
        "/v1/chat/completions",
        "/v1/nothing",
        "/",
        "/health",
        "/v1/models/"
      })
  void authenticatesBeforeAnythingElse(String path) throws Exception {
    for (String authorization :
        List.of("", "Bearer", "Bearer ", "Bearer wrong", "Basic " + ProxyFixture.STRICT)) {
      HttpResponse<String> response =
          authorization.isEmpty()
              ? fixture.get(path)
              : fixture.get(path, "Authorization", authorization);
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(ProxyFixture.json(response).at("/error/code").asText())
          .isEqualTo("invalid_api_key");
      assertThat(ProxyFixture.json(response).at("/error/param").isNull()).isTrue();
    }
  }

  @Test
  void doesNotReadWhatStrangersSend() throws Exception {
    HttpResponse<String> response =
        fixture.post("/v1/chat/completions", "wrong", "x".repeat(5_000_000));
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void acceptsTheSchemeInAnyCase() throws Exception {
    assertThat(
            fixture.get("/v1/models", "Authorization", "bearer " + ProxyFixture.LAX).statusCode())
        .isEqualTo(200);
  }

  @Test
  void saysWhatIsServedWhere() throws Exception {
    String[] token = {"Authorization", "Bearer " + ProxyFixture.STRICT};
    HttpResponse<String> nothing = fixture.get("/v1/nothing", token);
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.headers().firstValue("x-request-id").orElseThrow()).matches("[0-9a-f]{32}");
    HttpResponse<String> wrong = fixture.get("/v1/completions", token);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("allow")).contains("POST");
    HttpResponse<String> models = fixture.get("/v1/models", token);
    assertThat(models.body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"id\":\"demo\",\"object\":\"model\",\"created\":0,"
                + "\"owned_by\":\"tidemark\"}]}");
  }

  @Test
  void refusesLargeBodies() throws Exception {
    String large = ProxyFixture.chatBody("'user':'" + "x".repeat(3000) + "'");
    for (String body :
        List.of(large, ProxyFixture.chatBody("'user':'" + "x".repeat(3_000_000) + "'"))) {
      HttpResponse<String> response =
          fixture.post("/v1/chat/completions", ProxyFixture.STRICT, body);
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(ProxyFixture.json(response).at("/error/message").asText())
          .isEqualTo("The body has more than 2000 bytes, the most this proxy takes.");
    }
    assertThat(fixture.chat(ProxyFixture.STRICT, "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | 400 | invalid_json",
        "{'model':'demo','messages':[]} | 400 | invalid_value",
        "{'model':'demo','messages':[{'role':'user','content':'x'}],'max_tokens':101} | 400 |"
            + " invalid_value",
        "{'model':'demo','messages':[{'role':'user','content':'x'}],'foo':1} | 400 |"
            + " unknown_parameter",
        "{'model':'other','messages':[{'role':'user','content':'x'}]} | 404 | model_not_found",
      })
  void refusesBadRequests(String body, int status, String code) throws Exception {
    HttpResponse<String> response = fixture.post("/v1/chat/completions", ProxyFixture.STRICT, body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    JsonNode error = ProxyFixture.json(response).get("error");
    assertThat(error.get("code").asText()).isEqualTo(code);
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.fieldNames()).toIterable().containsExactly("message", "type", "param", "code");
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
  void refusesWhatCannotBeMarked(String fields, String reason) throws Exception {
    HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, fields);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    assertThat(response.headers().firstValue("x-tidemark-reason")).contains(reason);
    assertThat(response.headers().firstValue("x-tidemark-status")).isEmpty();
    assertThat(ProxyFixture.json(response).at("/error/code").asText())
        .isEqualTo("unmarkable_" + reason.replace('-', '_'));
    assertThat(fixture.stopAndReadRecords()).isEmpty();
  }

  @Test
  void streamsEventsExactly() throws Exception {
    HttpResponse<String> response =
        fixture.chat(ProxyFixture.STRICT, "'stream':true,'stream_options':{'include_usage':true}");
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(response.headers().firstValue("x-tidemark-status")).contains("marked");
    assertThat(response.body()).doesNotContain("\"error\"");
    String id = response.headers().firstValue("x-tidemark-content-id").orElseThrow();
    String created = ProxyFixture.MAPPER.readTree(events(response).get(0)).get("created").asText();
    String opening =
        "{'id':'chatcmpl-ID','object':'chat.completion.chunk','created':AT,'model':'demo',"
            + "'choices':[";
    assertThat(events(response))
        .containsExactly(
            expand(opening + first("'role':'assistant','content':'','refusal':null"), id, created),
            expand(opening + first("'content':'Hello'"), id, created),
            expand(opening + first("'content':', \\'tide\\'\\n'"), id, created),
            expand(opening + first("'content':'潮\\u0001!'"), id, created),
            expand(
                opening
                    + "{'index':0,'delta':{},'logprobs':null,'finish_reason':'stop'}],"
                    + "'usage':null}",
                id,
                created),
            expand(
                opening + "],'usage':{'prompt_tokens':7,'completion_tokens':10,'total_tokens':17}}",
                id,
                created),
            "[DONE]");
  }

  private static String first(String delta) {
    return "{'index':0,'delta':{"
        + delta
        + "},'logprobs':null,'finish_reason':null}],'usage':null}";
  }

  private static String expand(String template, String id, String created) {
    return template.replace("ID", id).replace("AT", created).replace('\'', '"');
  }

  private static List<String> events(HttpResponse<String> response) {
    assertThat(response.body()).endsWith("\n\n");
    return List.of(response.body().split("\n\n")).stream()
        .map(
            event -> {
              assertThat(event).startsWith("data: ");
              return event.substring("data: ".length());
            })
        .toList();
  }

  @Test
  void streamsWithoutUsageUnlessAsked() throws Exception {
    HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, "'stream':true");
    assertThat(response.body()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
  }

  @Test
  void sendsAPlainAnswerExactly() throws Exception {
    HttpResponse<String> response =
        fixture.post(
            "/v1/completions", ProxyFixture.STRICT, "{'model':'demo','prompt':'x','seed':5}");
    String id = response.headers().firstValue("x-tidemark-content-id").orElseThrow();
    String created = ProxyFixture.json(response).get("created").asText();
    assertThat(response.body())
        .isEqualTo(
            expand(
                "{'id':'cmpl-ID','object':'text_completion','created':AT,'model':'demo',"
                    + "'choices':[{'index':0,'logprobs':null,'text':'Hello, \\'tide\\'\\n"
                    + "潮\\u0001!','finish_reason':'stop'}],"
                    + "'usage':{'prompt_tokens':7,'completion_tokens':10,'total_tokens':17}}",
                id,
                created));
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void anAnswerMayBeEmpty() throws Exception {
    fixture.engine.says(
        (_, marker, _) ->
            FakeEngine.answer(ai.tidemark.service.answer.Answer.Finish.STOP, marker, 0));
    assertThat(
            ProxyFixture.json(fixture.chat(ProxyFixture.STRICT, ""))
                .at("/choices/0/message/content")
                .asText())
        .isEmpty();
    assertThat(fixture.chat(ProxyFixture.STRICT, "'stream':true").body().getBytes(UTF_8))
        .asString(UTF_8)
        .contains("\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void reportsItsOwnFaultsWithoutDetails() throws Exception {
    fixture.engine.says(
        (_, _, _) -> {
          throw new IllegalStateException("text-canary");
        });
    HttpResponse<String> response = fixture.chat(ProxyFixture.STRICT, "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("text-canary").contains("internal_error");
    List<JsonNode> records = fixture.stopAndReadRecords();
    assertThat(records).hasSize(1);
    assertThat(records.get(0).get("finish").asText()).isEqualTo("failed");
  }
}
