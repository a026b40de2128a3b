package ai.tidemark.testkit.engine;

import ai.tidemark.core.token.TokenBuffer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/completions} and {@code /v1/chat/completions} as llama.cpp answers them, greedy,
 * one event per token, without watermark.
 */
final class OpenAiRoute {
  private final StandInEngine engine;
  private final HttpExchange exchange;
  private final Optional<Fault> fault;
  private final boolean chat;

  OpenAiRoute(StandInEngine engine, HttpExchange exchange, Optional<Fault> fault, boolean chat) {
    this.engine = engine;
    this.exchange = exchange;
    this.fault = fault;
    this.chat = chat;
  }

  void serve(JsonNode request, String prompt) throws IOException {
    if (CompletionRoute.refused(engine, exchange, fault)) {
      return;
    }
    int[] ids = engine.ids(prompt, true, true);
    int limit = request.path("max_tokens").asInt(request.path("max_completion_tokens").asInt(64));
    TokenBuffer answer = generate(ids, limit);
    String finish = answer.size() < limit ? "stop" : "length";
    try {
      if (request.path("stream").asBoolean(false)) {
        boolean usage = request.path("stream_options").path("include_usage").asBoolean(false);
        stream(answer, finish, ids.length, usage);
      } else {
        StandInEngine.json(exchange, 200, whole(answer, finish, ids.length));
      }
    } catch (EventStream.OverException e) {
      // the fault is the answer
    }
  }

  private TokenBuffer generate(int[] prompt, int limit) {
    int[] ids = Arrays.copyOf(prompt, prompt.length + limit);
    int size = prompt.length;
    TokenBuffer answer = new TokenBuffer();
    while (answer.size() < limit) {
      int id = engine.model().next(ids, size).ids()[0];
      if (StandInVocabulary.ends(id)) {
        break;
      }
      ids[size++] = id;
      answer.add(id);
    }
    return answer;
  }

  private ObjectNode whole(TokenBuffer answer, String finish, int promptTokens) {
    ObjectNode body = head(false);
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    String text = engine.model().vocabulary().text(answer.toArray());
    if (chat) {
      choice.putObject("message").put("role", "assistant").put("content", text);
    } else {
      choice.put("text", text);
    }
    choice.put("finish_reason", finish);
    body.set("usage", usage(promptTokens, answer.size()));
    return body;
  }

  private void stream(TokenBuffer answer, String finish, int promptTokens, boolean usage)
      throws IOException {
    EventStream events = new EventStream(engine, exchange, fault);
    int shown = 0;
    for (int n = 1; n <= answer.size(); n++) {
      byte[] bytes = engine.model().vocabulary().decode(answer.array(), shown, n);
      if (StandInModel.missing(bytes) == 0) {
        events.send(chunk(new String(bytes, StandardCharsets.UTF_8), null));
        shown = n;
      }
    }
    events.send(chunk("", finish));
    if (usage) {
      ObjectNode last = head(true);
      last.putArray("choices");
      last.set("usage", usage(promptTokens, answer.size()));
      events.send(last);
    }
    events.raw("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    events.end();
  }

  private ObjectNode chunk(String text, @Nullable String finish) {
    ObjectNode chunk = head(true);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    if (chat) {
      ObjectNode delta = choice.putObject("delta");
      if (finish == null) {
        delta.put("content", text);
      }
    } else {
      choice.put("text", text);
    }
    if (finish == null) {
      choice.set("finish_reason", NullNode.instance);
    } else {
      choice.put("finish_reason", finish);
    }
    return chunk;
  }

  private ObjectNode head(boolean streamed) {
    String object =
        chat ? streamed ? "chat.completion.chunk" : "chat.completion" : "text_completion";
    return StandInEngine.JSON
        .objectNode()
        .put("id", "stand-in-1")
        .put("object", object)
        .put("created", 1_700_000_000)
        .put("model", "/models/stand-in.gguf");
  }

  private static ObjectNode usage(int promptTokens, int completionTokens) {
    return StandInEngine.JSON
        .objectNode()
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", completionTokens)
        .put("total_tokens", promptTokens + completionTokens);
  }
}
