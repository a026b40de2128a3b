package ai.tidemark.demo.server;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The model's chat template: the content of every message, each followed by the end-of-text token.
 * The model has learnt texts, not conversations, so an answer is simply the next text.
 */
final class ChatTemplate {
  /** The template in Jinja, as {@code /props} shows it. */
  static final String JINJA =
      "{% for message in messages %}{{ message.content }}"
          + ServedModel.END_OF_TEXT
          + "{% endfor %}";

  private ChatTemplate() {}

  /** Returns the prompt for a body with {@code messages}. */
  static String prompt(JsonNode body) {
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new BadRequestException("\"messages\" must be an array with at least one message");
    }
    StringBuilder prompt = new StringBuilder();
    for (JsonNode message : messages) {
      JsonNode content = message.path("content");
      if (!content.isTextual() || !message.path("role").isTextual()) {
        throw new BadRequestException("a message must have a \"role\" and a \"content\" string");
      }
      prompt.append(content.textValue()).append(ServedModel.END_OF_TEXT);
    }
    return prompt.toString();
  }
}
