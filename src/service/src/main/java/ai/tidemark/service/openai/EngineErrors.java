package ai.tidemark.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Puts an engine's own error into OpenAI's shape: nested or flat, with a code that is a number or a
 * string.
 */
public final class EngineErrors {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EngineErrors() {}

  /**
   * Reads an error.
   *
   * @param status the engine's HTTP status, 300 or more
   * @param body what it said
   */
  public static ApiError read(int status, byte[] body) {
    JsonNode error = error(body);
    String message = error.path("message").asText(error.asText(""));
    String type = error.path("type").asText("invalid_request_error");
    JsonNode param = error.path("param");
    boolean clients = status >= 400 && status < 500 && status != 401 && status != 403;
    return ApiError.passed(
        clients ? status : status == 503 ? 503 : 502,
        clients ? type : "server_error",
        param.isTextual() ? param.textValue() : null,
        clients ? error.path("code").asText("upstream_refused") : "upstream_refused",
        message.isBlank() ? "The model's engine answered with an error." : message);
  }

  private static JsonNode error(byte[] body) {
    try {
      JsonNode root = MAPPER.readTree(body);
      return root.has("error") ? root.get("error") : root;
    } catch (IOException e) {
      return MAPPER.missingNode(); // not JSON: the status has to do
    }
  }
}
