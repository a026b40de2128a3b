package ai.tidemark.service.openai;

import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.Sampling;
import ai.tidemark.service.openai.CompletionRequest.Delivery;
import ai.tidemark.service.openai.CompletionRequest.Plan;
import ai.tidemark.service.openai.Obstacles.Obstacle;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads requests. Values out of range and unknown parameters are errors; what the strategies cannot
 * do becomes an {@link Obstacles obstacle}, which policy decides on; docs/proxy.md lists every
 * parameter.
 */
public final class RequestReader {
  /** OpenAI's default for {@code /v1/completions}. */
  private static final int COMPLETIONS_MAX_TOKENS = 16;

  private static final int DEEPEST = 64;
  private static final int MOST_STOPS = 4;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Integer.MAX_VALUE) // the body's own limit holds
                          .build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final int maxTokens;

  /**
   * A reader.
   *
   * @param maxTokens most tokens a request may ask for
   */
  public RequestReader(int maxTokens) {
    this.maxTokens = maxTokens;
  }

  /**
   * Reads one request.
   *
   * @param body JSON, UTF-8
   * @throws ApiError if it cannot be understood
   */
  public CompletionRequest read(Endpoint endpoint, byte[] body) throws ApiError {
    ObjectNode root = parse(body);
    Parameters.strip(root);
    Parameters.requireKnown(endpoint, root);
    Fields fields = new Fields(root);
    String model = fields.requiredText("model");
    Delivery delivery = delivery(fields);
    double temperature = fields.number("temperature", 0, 2).orElse(1);
    double topP = fields.number("top_p", 0, 1).orElse(1);
    int topK = fields.integer("top_k", 0, Integer.MAX_VALUE).orElse(0);
    int tokens = tokens(endpoint, fields);
    List<String> stop = stop(fields);
    Optional<Obstacle> obstacle = Obstacles.find(endpoint, fields, temperature);
    if (obstacle.isPresent()) {
      fields.required(endpoint == Endpoint.CHAT ? "messages" : "prompt");
      Obstacle first = obstacle.get();
      stateDefaults(root, temperature, topP, topK, tokens);
      return new CompletionRequest(
          endpoint, model, delivery, new Plan.Pass(first.reason(), first.param(), root));
    }
    // top_p 0 keeps one candidate, as the smallest positive value does
    Sampling sampling = new Sampling(temperature, topK, Math.max(topP, Double.MIN_NORMAL));
    Prompt prompt = endpoint == Endpoint.CHAT ? Prompts.chat(fields) : Prompts.text(fields);
    return new CompletionRequest(
        endpoint,
        model,
        delivery,
        new Plan.Mark(new AnswerRequest(prompt, sampling, tokens, stop)));
  }

  /** Engines have defaults of their own; the client was promised OpenAI's. */
  private static void stateDefaults(
      ObjectNode forward, double temperature, double topP, int topK, int tokens) {
    forward.put("temperature", temperature).put("top_p", topP).put("top_k", topK);
    if (!forward.hasNonNull("min_p")) {
      forward.put("min_p", 0);
    }
    if (!forward.hasNonNull("max_completion_tokens")) {
      forward.put("max_tokens", tokens);
    }
  }

  private static ObjectNode parse(byte[] body) throws ApiError {
    try {
      JsonNode root = MAPPER.readTree(body);
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw ApiError.badJson("must be a JSON object");
    } catch (JsonProcessingException e) { // its message may quote the body
      throw ApiError.badJson(
          Optional.ofNullable(e.getLocation())
              .map(
                  at ->
                      "is not valid JSON, at line "
                          + at.getLineNr()
                          + ", column "
                          + at.getColumnNr())
              .orElse("is not JSON of a reasonable shape"));
    } catch (IOException e) {
      throw ApiError.badJson("is not valid JSON in UTF-8");
    }
  }

  private static Delivery delivery(Fields fields) throws ApiError {
    boolean stream = fields.flag("stream");
    Optional<Fields> options = fields.object("stream_options");
    if (options.isEmpty()) {
      return stream ? Delivery.STREAM : Delivery.WHOLE;
    }
    if (!stream) {
      throw ApiError.badParameter("stream_options", "is only allowed when stream is true");
    }
    return options.get().flag("include_usage") ? Delivery.STREAM_WITH_USAGE : Delivery.STREAM;
  }

  private int tokens(Endpoint endpoint, Fields fields) throws ApiError {
    OptionalInt old = fields.integer("max_tokens", 1, maxTokens);
    if (endpoint == Endpoint.COMPLETIONS) {
      return old.orElse(Math.min(COMPLETIONS_MAX_TOKENS, maxTokens));
    }
    OptionalInt current = fields.integer("max_completion_tokens", 1, maxTokens);
    if (old.isPresent() && current.isPresent() && old.getAsInt() != current.getAsInt()) {
      throw ApiError.badParameter("max_tokens", "differs from max_completion_tokens; give one");
    }
    return current.orElse(old.orElse(maxTokens));
  }

  private static List<String> stop(Fields fields) throws ApiError {
    List<String> stop = fields.texts("stop", MOST_STOPS);
    if (stop.contains("")) {
      throw ApiError.badParameter("stop", "must not hold an empty string");
    }
    return stop;
  }
}
