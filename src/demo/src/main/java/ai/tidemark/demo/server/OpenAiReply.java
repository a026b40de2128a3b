package ai.tidemark.demo.server;

import ai.tidemark.demo.model.NextTokens;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer of {@code /v1/completions} and {@code /v1/chat/completions}, unmarked. */
final class OpenAiReply implements Reply {
  /** Which of the two. */
  enum Kind {
    /** {@code /v1/completions}. */
    TEXT("cmpl-", "text_completion", "text_completion"),
    /** {@code /v1/chat/completions}. */
    CHAT("chatcmpl-", "chat.completion", "chat.completion.chunk");

    private final String idPrefix;
    private final String object;
    private final String chunk;

    Kind(String idPrefix, String object, String chunk) {
      this.idPrefix = idPrefix;
      this.object = object;
      this.chunk = chunk;
    }
  }

  private final Kind kind;
  private final String modelName;
  private final CompletionRequest request;
  private final boolean includeUsage;
  private final String id;
  private final long created = Instant.now().getEpochSecond();
  private final StringBuilder text = new StringBuilder(); // not streamed only
  private Buffer out = Buffer.buffer();

  OpenAiReply(Kind kind, String modelName, CompletionRequest request, boolean includeUsage) {
    this.kind = kind;
    this.modelName = modelName;
    this.request = request;
    this.includeUsage = includeUsage;
    this.id = kind.idPrefix + UUID.randomUUID();
  }

  @Override
  public String contentType() {
    return request.stream() ? "text/event-stream" : "application/json; charset=utf-8";
  }

  @Override
  public void begin() {
    if (request.stream() && kind == Kind.CHAT) {
      ObjectNode event = head(kind.chunk);
      ObjectNode delta = choice(event, null).putObject("delta");
      delta.put("role", "assistant").putNull("content");
      send(event);
    }
  }

  @Override
  public void made(int tokenId) {}

  @Override
  public void token(int tokenId, double p, byte[] piece, String content, NextTokens candidates) {
    if (!request.stream()) {
      text.append(content);
    } else if (!content.isEmpty()) {
      send(chunk(content, null));
    }
  }

  @Override
  public void end(Generation generation) {
    String finish = generation.end() == Generation.End.LIMIT ? "length" : "stop";
    if (!request.stream()) {
      text.append(generation.rest());
      ObjectNode whole = head(kind.object);
      ObjectNode choice = choice(whole, finish);
      if (kind == Kind.CHAT) {
        choice.putObject("message").put("role", "assistant").put("content", text.toString());
      } else {
        choice.put("text", text.toString());
      }
      putUsage(whole, generation);
      out.appendString(whole.toString());
      return;
    }
    if (!generation.rest().isEmpty()) {
      send(chunk(generation.rest(), null));
    }
    send(chunk("", finish));
    if (includeUsage) {
      ObjectNode event = head(kind.chunk);
      event.putArray("choices");
      putUsage(event, generation);
      send(event);
    }
    out.appendString("data: [DONE]\n\n");
  }

  private ObjectNode chunk(String content, @Nullable String finish) {
    ObjectNode event = head(kind.chunk);
    ObjectNode choice = choice(event, finish);
    if (kind == Kind.TEXT) {
      choice.put("text", content);
    } else {
      ObjectNode delta = choice.putObject("delta");
      if (finish == null) {
        delta.put("content", content);
      }
    }
    return event;
  }

  private static ObjectNode choice(ObjectNode event, @Nullable String finish) {
    ObjectNode choice = event.putArray("choices").addObject();
    choice.put("index", 0).putNull("logprobs");
    choice.put("finish_reason", finish);
    return choice;
  }

  private ObjectNode head(String object) {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("id", id).put("object", object).put("created", created).put("model", modelName);
    return head;
  }

  private void putUsage(ObjectNode event, Generation generation) {
    int promptTokens = request.prompt().size();
    event
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", generation.made())
        .put("total_tokens", promptTokens + generation.made());
  }

  private void send(ObjectNode event) {
    out.appendString("data: ").appendString(event.toString()).appendString("\n\n");
  }

  @Override
  public Buffer take() {
    Buffer taken = out;
    out = Buffer.buffer();
    return taken;
  }
}
