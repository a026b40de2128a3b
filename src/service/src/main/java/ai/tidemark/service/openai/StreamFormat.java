package ai.tidemark.service.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.service.answer.Answer;

/**
 * Server-sent events as OpenAI's clients expect them: the role in the first delta, {@code
 * finish_reason} null until the last chunk, {@code usage} null on every chunk but the one that
 * counts, never a field {@code error} unless it is one, {@code [DONE]} at the end.
 */
final class StreamFormat implements AnswerFormat {
  private static final byte[] PING = ": ping\n\n".getBytes(UTF_8);

  private final Endpoint endpoint;
  private final boolean usage;
  private final String opening;

  StreamFormat(Endpoint endpoint, String id, long created, String model, boolean usage) {
    this.endpoint = endpoint;
    this.usage = usage;
    this.opening =
        "data: {\"id\":\""
            + id
            + "\",\"object\":\""
            + endpoint.chunkObject()
            + "\",\"created\":"
            + created
            + ",\"model\":"
            + Json.quoted(model);
  }

  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public byte[] head() {
    return switch (endpoint) {
      case CHAT ->
          chunk("\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null")
              .getBytes(UTF_8);
      case COMPLETIONS -> new byte[0];
    };
  }

  @Override
  public byte[] piece(String text) {
    return chunk(
            switch (endpoint) {
              case CHAT -> "\"delta\":{\"content\":" + Json.quoted(text) + "}";
              case COMPLETIONS -> "\"text\":" + Json.quoted(text);
            },
            "null")
        .getBytes(UTF_8);
  }

  @Override
  public byte[] tail(Answer answer) {
    String last =
        chunk(
            switch (endpoint) {
              case CHAT -> "\"delta\":{}";
              case COMPLETIONS -> "\"text\":\"\"";
            },
            Json.finish(answer.finish()));
    String count =
        usage ? opening + ",\"choices\":[],\"usage\":" + Json.usage(answer) + "}\n\n" : "";
    return (last + count + "data: [DONE]\n\n").getBytes(UTF_8);
  }

  private String chunk(String content, String finish) {
    return opening
        + ",\"choices\":[{\"index\":0,"
        + content
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]"
        + (usage ? ",\"usage\":null}\n\n" : "}\n\n");
  }

  @Override
  public byte[] ping() {
    return PING.clone();
  }

  @Override
  public byte[] failure(ApiError error) {
    return ("data: " + new String(error.body(), UTF_8) + "\n\n").getBytes(UTF_8);
  }
}
