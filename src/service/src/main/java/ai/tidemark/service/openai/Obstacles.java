package ai.tidemark.service.openai;

import ai.tidemark.service.policy.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Finds what keeps a request from being marked. */
final class Obstacles {
  /** What keeps a request from being marked, and the parameter that asks for it. */
  record Obstacle(Reason reason, String param) {}

  /** Parameters that do nothing at one value and shape the distribution at any other. */
  private static final Map<String, Double> NEUTRAL =
      Map.ofEntries(
          Map.entry("frequency_penalty", 0.0),
          Map.entry("presence_penalty", 0.0),
          Map.entry("repeat_penalty", 1.0),
          Map.entry("min_p", 0.0),
          Map.entry("typical_p", 1.0),
          Map.entry("dynatemp_range", 0.0),
          Map.entry("mirostat", 0.0),
          Map.entry("dry_multiplier", 0.0),
          Map.entry("xtc_probability", 0.0));

  private static final List<String> SHAPES = List.of("grammar", "json_schema");

  /** Parameters that ask for something of their own whenever they are given. */
  private static final List<String> ALWAYS =
      List.of(
          "audio", "prediction", "reasoning_effort", "verbosity", "web_search_options", "suffix");

  private Obstacles() {}

  /** Returns the first obstacle in the order of {@link Reason}. */
  static Optional<Obstacle> find(Endpoint endpoint, Fields fields, double temperature)
      throws ApiError {
    for (Reason reason : Reason.values()) {
      String param =
          switch (reason) {
            case TOOLS -> tools(fields);
            case STRUCTURED_OUTPUT -> structured(fields);
            case TEMPERATURE_ZERO -> temperature == 0 ? "temperature" : null;
            case MANY_CHOICES -> choices(fields);
            case LOGPROBS -> logprobs(endpoint, fields);
            case UNSUPPORTED_PARAMETER -> unsupported(endpoint, fields);
          };
      if (param != null) {
        return Optional.of(new Obstacle(reason, param));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String tools(Fields fields) {
    for (String name : List.of("tools", "functions")) {
      JsonNode list = fields.get(name);
      if (list != null && !list.isEmpty()) {
        return name;
      }
    }
    for (String name : List.of("tool_choice", "function_call")) {
      JsonNode choice = fields.get(name);
      if (choice != null && !choice.asText().equals("none") && !choice.asText().equals("auto")) {
        return name;
      }
    }
    JsonNode messages = fields.get("messages");
    if (messages != null && messages.isArray()) {
      for (JsonNode message : messages) {
        String role = message.path("role").asText();
        if (role.equals("tool")
            || role.equals("function")
            || !message.path("tool_calls").isEmpty()
            || message.hasNonNull("function_call")) {
          return "messages";
        }
      }
    }
    return null;
  }

  private static @Nullable String structured(Fields fields) throws ApiError {
    Optional<Fields> format = fields.object("response_format");
    if (format.isPresent() && !format.get().requiredText("type").equals("text")) {
      return "response_format";
    }
    for (String name : SHAPES) {
      if (fields.get(name) != null) {
        return name;
      }
    }
    return null;
  }

  private static @Nullable String choices(Fields fields) throws ApiError {
    for (String name : List.of("n", "best_of")) {
      if (fields.integer(name, 1, 128).orElse(1) > 1) {
        return name;
      }
    }
    JsonNode prompt = fields.get("prompt");
    boolean several =
        prompt != null
            && prompt.isArray()
            && prompt.size() > 1
            && (prompt.get(0).isTextual() || prompt.get(0).isArray());
    return several ? "prompt" : null;
  }

  private static @Nullable String logprobs(Endpoint endpoint, Fields fields) throws ApiError {
    if (endpoint == Endpoint.COMPLETIONS) {
      return fields.integer("logprobs", 0, 20).isPresent() ? "logprobs" : null;
    }
    if (fields.flag("logprobs")) {
      return "logprobs";
    }
    return fields.integer("top_logprobs", 0, 20).orElse(0) > 0 ? "top_logprobs" : null;
  }

  private static @Nullable String unsupported(Endpoint endpoint, Fields fields) throws ApiError {
    for (Map.Entry<String, Double> neutral : NEUTRAL.entrySet()) {
      OptionalDouble value = fields.number(neutral.getKey(), -1e6, 1e6);
      if (value.isPresent() && value.getAsDouble() != neutral.getValue()) {
        return neutral.getKey();
      }
    }
    for (String name : ALWAYS) {
      if (fields.get(name) != null) {
        return name;
      }
    }
    for (String name : List.of("echo", "ignore_eos")) {
      if (fields.flag(name)) {
        return name;
      }
    }
    JsonNode bias = fields.get("logit_bias");
    if (bias != null && !bias.isEmpty()) {
      return "logit_bias";
    }
    JsonNode modalities = fields.get("modalities");
    if (modalities != null && !modalities.toString().equals("[\"text\"]")) {
      return "modalities";
    }
    return switch (endpoint) {
      case CHAT -> Prompts.isPlainChat(fields) ? null : "messages";
      case COMPLETIONS -> Prompts.isPlainText(fields) ? null : "prompt";
    };
  }
}
