package ai.tidemark.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client as a customer would write one: the JDK's HTTP client against an OpenAI-compatible API.
 */
final class Client implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String DATA = "data: ";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String api;
  private final String model;
  private final String bearerToken;

  /**
   * A client.
   *
   * @param api address with its version, for example {@code http://127.0.0.1:40115/v1}
   * @param model whom to ask
   * @param bearerToken what it shows to the proxy
   */
  Client(String api, String model, String bearerToken) {
    this.api = api;
    this.model = model;
    this.bearerToken = bearerToken;
  }

  /**
   * Asks and waits for the whole answer.
   *
   * @throws IOException if the proxy refuses, or the answer ends before its end
   */
  Reply ask(Question question) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + question.path()))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + bearerToken)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question.body(model)))
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(
            "the proxy answered "
                + response.statusCode()
                + " to "
                + question.path()
                + ": "
                + new String(body.readNBytes(500), StandardCharsets.UTF_8));
      }
      String status = response.headers().firstValue("x-tidemark-status").orElse("");
      return question.stream() ? events(question, body, status) : whole(question, body, status);
    }
  }

  private static Reply whole(Question question, InputStream body, String status)
      throws IOException {
    JsonNode answer = JSON.readTree(body);
    String pointer = question.chat() ? "/choices/0/message/content" : "/choices/0/text";
    return new Reply(answer.at(pointer).asText(), tokens(answer), status);
  }

  private static Reply events(Question question, InputStream body, String status)
      throws IOException {
    String pointer = question.chat() ? "/choices/0/delta/content" : "/choices/0/text";
    StringBuilder text = new StringBuilder();
    int tokens = 0;
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(DATA + "[DONE]")) {
        return new Reply(text.toString(), tokens, status);
      }
      if (line.startsWith(DATA)) {
        JsonNode event = JSON.readTree(line.substring(DATA.length()));
        text.append(event.at(pointer).asText(""));
        tokens = Math.max(tokens, tokens(event));
      }
    }
    throw new IOException("the stream of " + question.path() + " ended without [DONE]");
  }

  private static int tokens(JsonNode answer) {
    return answer.at("/usage/completion_tokens").asInt(0);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
