package ai.tidemark.service.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.service.answer.Answer;

/**
 * One JSON object, sent as it grows. Once the head is out the status is 200, so a later failure can
 * only break the connection off: the client sees a body that ends too early, never half an answer
 * that looks whole.
 */
final class WholeFormat implements AnswerFormat {
  private static final byte[] NOTHING = {};

  private final Endpoint endpoint;
  private final String head;

  WholeFormat(Endpoint endpoint, String id, long created, String model) {
    this.endpoint = endpoint;
    this.head =
        "{\"id\":\""
            + id
            + "\",\"object\":\""
            + endpoint.object()
            + "\",\"created\":"
            + created
            + ",\"model\":"
            + Json.quoted(model)
            + ",\"choices\":[{\"index\":0,\"logprobs\":null,"
            + switch (endpoint) {
              case CHAT -> "\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":\"";
              case COMPLETIONS -> "\"text\":\"";
            };
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] head() {
    return head.getBytes(UTF_8);
  }

  @Override
  public byte[] piece(String text) {
    return Json.escaped(text).getBytes(UTF_8);
  }

  @Override
  public byte[] tail(Answer answer) {
    String close =
        switch (endpoint) {
          case CHAT -> "\"},\"finish_reason\":";
          case COMPLETIONS -> "\",\"finish_reason\":";
        };
    return (close + Json.finish(answer.finish()) + "}],\"usage\":" + Json.usage(answer) + "}")
        .getBytes(UTF_8);
  }

  @Override
  public byte[] ping() {
    return NOTHING;
  }

  @Override
  public byte[] failure(ApiError error) {
    return NOTHING;
  }
}
