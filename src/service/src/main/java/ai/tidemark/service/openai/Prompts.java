package ai.tidemark.service.openai;

import ai.tidemark.service.answer.Prompt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the model is asked, out of {@code messages} or {@code prompt}. */
final class Prompts {
  /** A developer's message is what used to be the system's. */
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

  private Prompts() {}

  /**
   * Returns whether every message is plain text of a known role; images, audio, files and names
   * cannot be put into a template here.
   */
  static boolean isPlainChat(Fields fields) {
    JsonNode messages = fields.get("messages");
    if (messages == null || !messages.isArray()) {
      return true; // not a question of policy; chat() complains
    }
    for (JsonNode message : messages) {
      if (message.hasNonNull("name") || message.hasNonNull("audio")) {
        return false;
      }
      for (JsonNode part : message.path("content")) {
        if (part.isObject() && !part.path("type").asText().equals("text")) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns whether the prompt is text, not token ids. */
  static boolean isPlainText(Fields fields) {
    JsonNode prompt = fields.get("prompt");
    return prompt == null
        || !prompt.isArray()
        || prompt.isEmpty()
        || !(prompt.get(0).isNumber() || prompt.get(0).isArray());
  }

  /** Returns the conversation. */
  static Prompt.Chat chat(Fields fields) throws ApiError {
    JsonNode messages = fields.required("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw ApiError.badParameter("messages", "must be an array with at least one message");
    }
    List<Prompt.Message> chat = new ArrayList<>();
    for (JsonNode message : messages) {
      chat.add(message("messages[" + chat.size() + "]", message));
    }
    return new Prompt.Chat(chat);
  }

  private static Prompt.Message message(String where, JsonNode node) throws ApiError {
    if (!(node instanceof ObjectNode message)) {
      throw ApiError.badParameter(where, "must be an object");
    }
    String role = message.path("role").asText();
    if (!ROLES.contains(role)) {
      throw ApiError.badParameter(where + ".role", "must be system, developer, user or assistant");
    }
    return new Prompt.Message(
        role.equals("developer") ? "system" : role,
        content(where + ".content", message.path("content")));
  }

  private static String content(String where, JsonNode content) throws ApiError {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray() || content.isEmpty()) {
      throw ApiError.badParameter(where, "must be a string or an array of text parts");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("text").isTextual()) {
        throw ApiError.badParameter(where, "must be a string or an array of text parts");
      }
      text.append(part.path("text").textValue());
    }
    return text.toString();
  }

  /** Returns the text to continue. */
  static Prompt.Text text(Fields fields) throws ApiError {
    JsonNode prompt = fields.required("prompt");
    if (prompt.isArray() && prompt.size() == 1) {
      prompt = prompt.get(0);
    }
    if (!prompt.isTextual()) {
      throw ApiError.badParameter("prompt", "must be a string or an array of one string");
    }
    return new Prompt.Text(prompt.textValue());
  }
}
