package ai.tidemark.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.token.Cl100k;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything but drafts: the small routes, OpenAI's, errors, and clients that leave. */
@Timeout(60)
final class DemoServerTest {
  private static final Cl100k CL100K = Cl100k.get();

  private static TinyServer tiny;
  private static Caller caller;

  @BeforeAll
  static void start() {
    tiny = new TinyServer();
    caller = tiny.caller;
  }

  @AfterAll
  static void stop() {
    tiny.close();
  }

  private static void assertError(String path, String body, int status, String message)
      throws IOException, InterruptedException {
    HttpResponse<String> response = caller.send(path, body);
    assertThat(response.statusCode()).isEqualTo(status);
    JsonNode error = Caller.JSON.readTree(response.body()).path("error");
    assertThat(error.path("message").asText()).contains(message);
    assertThat(error.path("code").asInt()).isEqualTo(status);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
  }

  @Test
  void saysWhatItIs() throws Exception {
    assertThat(caller.get("/health")).isEqualTo(Caller.JSON.readTree("{\"status\":\"ok\"}"));
    JsonNode props = caller.get("/props");
    assertThat(props.path("total_slots").asInt()).isPositive();
    assertThat(props.at("/default_generation_settings/n_ctx").asInt()).isEqualTo(32_768);
    assertThat(props.path("model_alias").asText()).isEqualTo("tiny");
    assertThat(props.path("eos_token").asText()).isEqualTo("<|endoftext|>");
    assertThat(Caller.names(props)).contains("model_path", "chat_template", "bos_token");
    assertThat(caller.get("/slots")).hasSize(props.path("total_slots").asInt());
    JsonNode models = caller.get("/v1/models");
    assertThat(models.path("object").asText()).isEqualTo("list");
    assertThat(models.at("/data/0/id").asText()).isEqualTo("tiny");
    assertThat(models.at("/data/0/meta/n_vocab").asInt()).isEqualTo(CL100K.vocabularySize());
  }

  @Test
  void tokenizesAndBack() throws Exception {
    JsonNode tokens = caller.post("/tokenize", "{\"content\":\"One two<|endoftext|>\"}");
    assertThat(tokens.toString()).isEqualTo("{\"tokens\":[4054,1403,100257]}");
    assertThat(
            caller
                .post("/tokenize", "{\"content\":\"<|endoftext|>\",\"parse_special\":false}")
                .path("tokens"))
        .hasSizeGreaterThan(1);
    assertThat(caller.post("/tokenize", "{}").toString()).isEqualTo("{\"tokens\":[]}");
    assertThat(caller.post("/detokenize", tokens.toString()).toString())
        .isEqualTo("{\"content\":\"One two\"}");
    JsonNode pieces =
        caller
            .post("/tokenize", "{\"content\":\"One \uD83E\uDDA9\",\"with_pieces\":true}")
            .path("tokens");
    assertThat(pieces.path(0).toString()).isEqualTo("{\"id\":4054,\"piece\":\"One\"}");
    assertThat(pieces.path(1).path("piece").isArray()).as(pieces.toString()).isTrue();
  }

  @Test
  void theTemplateEndsEveryMessage() throws Exception {
    assertThat(
            caller
                .post(
                    "/apply-template",
                    "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"Hello\"}]}")
                .path("prompt")
                .asText())
        .isEqualTo("Be brief.<|endoftext|>Hello<|endoftext|>");
  }

  @Test
  void speaksOpenAiWithoutAMark() throws Exception {
    JsonNode text =
        caller.post(
            "/v1/completions",
            "{\"model\":\"tiny\",\"prompt\":\"One two\",\"max_tokens\":2,\"temperature\":0}");
    assertThat(text.at("/choices/0/text").asText()).isEqualTo(" three four");
    assertThat(text.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(text.path("object").asText()).isEqualTo("text_completion");
    assertThat(text.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}");
    JsonNode chat =
        caller.post(
            "/v1/chat/completions",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Count\"}],\"temperature\":0}");
    assertThat(chat.at("/choices/0/message/content").asText()).startsWith("One two three");
    assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("stop");

    List<String> lines =
        caller.lines(
            "/v1/chat/completions",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Count\"}],\"temperature\":0,"
                + "\"stream\":true,\"max_tokens\":3,\"stream_options\":{\"include_usage\":true}}");
    assertThat(lines.getLast()).isEqualTo("[DONE]");
    StringBuilder streamed = new StringBuilder();
    for (String line : lines.subList(0, lines.size() - 1)) {
      streamed.append(Caller.JSON.readTree(line).at("/choices/0/delta/content").asText(""));
    }
    assertThat(streamed.toString().replace("null", "")).isEqualTo("One two three");
    JsonNode usage = Caller.JSON.readTree(lines.get(lines.size() - 2));
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    JsonNode finish = Caller.JSON.readTree(lines.get(lines.size() - 3));
    assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void refusesWithOneClearMessage() throws Exception {
    assertError("/completion", "{\"prompt\":[-1]}", 400, "Prompt contains invalid tokens");
    assertError("/completion", "{\"prompt\":[100277]}", 400, "Prompt contains invalid tokens");
    assertError("/completion", "{}", 400, "\"prompt\" is missing");
    assertError("/completion", "{\"prompt\":", 400, "the body is not JSON");
    assertError("/completion", "[]", 400, "the body must be a JSON object");
    assertError("/apply-template", "{}", 400, "\"messages\" must be an array");
    assertError(
        "/completion",
        "{\"prompt\":\"One\",\"logit_bias\":[[1,2]]}",
        400,
        "logit_bias is served at temperature 0 only");
    assertError(
        "/completion",
        "{\"prompt\":\"" + "a ".repeat(40_000) + "\"}",
        400,
        "exceeds the available context size");
    HttpResponse<String> missing = caller.send("/nothing", "");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(Caller.JSON.readTree(missing.body()).at("/error/type").asText())
        .isEqualTo("not_found_error");
  }

  @Test
  void stopsWhenTheClientHasGone() throws Exception {
    byte[] body =
        "{\"prompt\":\"Round\",\"n_predict\":30000,\"n_probs\":64,\"temperature\":0,\"stream\":true,\"logit_bias\":[[100257,-1000]]}"
            .getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tiny.server.port())) {
      String head =
          "POST /completion HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(20_000)).hasSize(20_000);
      assertThat(tiny.server.active()).isEqualTo(1);
    }
    while (tiny.server.active() > 0) { // the class has a timeout
      caller.get("/health");
    }
  }
}
