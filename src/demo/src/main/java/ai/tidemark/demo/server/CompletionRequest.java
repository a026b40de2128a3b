package ai.tidemark.demo.server;

import ai.tidemark.core.token.TokenBuffer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to generate, from a request body. Fields the server does not know are ignored, as llama.cpp
 * does; its defaults hold where a field is missing.
 *
 * @param prompt ids to continue; not modified
 * @param most most tokens to generate; -1 = until the context is full
 * @param probabilities how many candidates to report for each token, 0 = none
 * @param sampling how tokens are chosen
 * @param stop strings that end the answer and are not part of it
 * @param seed of the sampling; -1 = a fresh one
 * @param stream whether events are sent as tokens are made
 * @param returnTokens whether ids are returned
 * @param slot as asked, only echoed: there is no state to keep in a slot
 * @param responseFields fields of the last event, in order; empty = all
 */
record CompletionRequest(
    TokenBuffer prompt,
    int most,
    int probabilities,
    Sampling sampling,
    List<String> stop,
    long seed,
    boolean stream,
    boolean returnTokens,
    int slot,
    List<String> responseFields) {

  /** Tokens of prompt and answer together. */
  static final int CONTEXT = 32_768;

  /** Validates and copies. */
  CompletionRequest {
    stop = List.copyOf(stop);
    responseFields = List.copyOf(responseFields);
    if (prompt.size() >= CONTEXT) {
      throw new BadRequestException(
          "the request exceeds the available context size ("
              + prompt.size()
              + " of "
              + CONTEXT
              + " tokens)");
    }
  }

  /** Reads a body of {@code /completion}. */
  static CompletionRequest ofNative(JsonNode body, ServedModel model) {
    JsonNode prompt = body.path("prompt");
    if (prompt.isMissingNode()) {
      throw new BadRequestException("\"prompt\" is missing");
    }
    return of(body, prompt(prompt, model), body.path("n_predict").asInt(-1), model);
  }

  /** Reads a body of {@code /v1/completions}. */
  static CompletionRequest ofText(JsonNode body, ServedModel model) {
    JsonNode prompt = body.path("prompt");
    if (prompt.isMissingNode()) {
      throw new BadRequestException("\"prompt\" is missing");
    }
    return of(body, prompt(prompt, model), body.path("max_tokens").asInt(-1), model);
  }

  /** Reads a body of {@code /v1/chat/completions}. */
  static CompletionRequest ofChat(JsonNode body, ServedModel model) {
    TokenBuffer prompt = new TokenBuffer();
    model.encode(ChatTemplate.prompt(body), true, prompt);
    JsonNode most = body.path("max_completion_tokens");
    return of(
        body, prompt, (most.isMissingNode() ? body.path("max_tokens") : most).asInt(-1), model);
  }

  private static CompletionRequest of(
      JsonNode body, TokenBuffer prompt, int most, ServedModel model) {
    int room = CONTEXT - prompt.size();
    return new CompletionRequest(
        prompt,
        most < 0 ? room : Math.min(most, room),
        Math.max(0, body.path("n_probs").asInt(0)),
        sampling(body, model),
        stop(body.path("stop")),
        body.path("seed").asLong(-1),
        body.path("stream").asBoolean(false),
        body.path("return_tokens").asBoolean(false),
        body.path("id_slot").asInt(-1),
        strings(body.path("response_fields"), "response_fields"));
  }

  /** Reads a string, an array of ids, or an array of both. */
  private static TokenBuffer prompt(JsonNode node, ServedModel model) {
    TokenBuffer ids = new TokenBuffer();
    if (node.isTextual()) {
      model.encode(node.textValue(), true, ids);
    } else if (node.isArray()) {
      for (JsonNode part : node) {
        if (part.isTextual()) {
          model.encode(part.textValue(), true, ids);
        } else if (part.isIntegralNumber()) {
          ids.add(model.checked(part.longValue()));
        } else {
          throw new BadRequestException(
              "\"prompt\" elements must be strings or token ids, not " + part.getNodeType());
        }
      }
    } else {
      throw new BadRequestException("\"prompt\" must be a string or an array of token ids");
    }
    return ids;
  }

  private static Sampling sampling(JsonNode body, ServedModel model) {
    double temperature = body.path("temperature").asDouble(0.8);
    int topK = 40;
    double topP = 0.95;
    double minP = 0.05;
    List<String> chain = strings(body.path("samplers"), "samplers");
    boolean all = !body.has("samplers");
    topK = all || chain.contains("top_k") ? body.path("top_k").asInt(topK) : 0;
    topP = all || chain.contains("top_p") ? body.path("top_p").asDouble(topP) : 1;
    minP = all || chain.contains("min_p") ? body.path("min_p").asDouble(minP) : 0;
    return new Sampling(temperature, Math.max(0, topK), topP, minP, bias(body, model));
  }

  /** Reads {@code [[id, number or false], ...]} or {@code {"id": number, ...}}. */
  private static Map<Integer, Double> bias(JsonNode body, ServedModel model) {
    JsonNode node = body.path("logit_bias");
    Map<Integer, Double> bias = new HashMap<>();
    if (node.isArray()) {
      for (JsonNode pair : node) {
        if (pair.size() != 2 || !pair.path(0).isIntegralNumber()) {
          throw new BadRequestException("\"logit_bias\" entries must be [token id, number]");
        }
        bias.put(model.checked(pair.path(0).longValue()), amount(pair.path(1)));
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> {
                if (!entry.getKey().matches("[0-9]{1,9}")) {
                  throw new BadRequestException("\"logit_bias\" names must be token ids");
                }
                bias.put(model.checked(Long.parseLong(entry.getKey())), amount(entry.getValue()));
              });
    }
    return bias;
  }

  private static double amount(JsonNode node) {
    if (node.isBoolean() && !node.booleanValue()) {
      return Double.NEGATIVE_INFINITY;
    }
    if (!node.isNumber()) {
      throw new BadRequestException("\"logit_bias\" amounts must be numbers or false");
    }
    return node.doubleValue();
  }

  private static List<String> stop(JsonNode node) {
    return node.isTextual() ? List.of(node.textValue()) : strings(node, "stop");
  }

  private static List<String> strings(JsonNode node, String name) {
    List<String> strings = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw new BadRequestException("\"" + name + "\" must hold strings");
      }
      if (!element.textValue().isEmpty()) {
        strings.add(element.textValue());
      }
    }
    return strings;
  }
}
