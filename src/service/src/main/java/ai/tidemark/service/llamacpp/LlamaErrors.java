package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** What the engine says when it refuses: {@code {"error":{"code","message","type"}}}. */
final class LlamaErrors {
  private static final ObjectMapper MAPPER = new JsonMapper();
  private static final int MOST_CHARS = 200;

  private LlamaErrors() {}

  /** Reads the value of a field {@code error}, at which the parser stands. */
  static UpstreamException refused(String what, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return new UpstreamException(Kind.REFUSED, what + reason(MAPPER.readTree(parser)));
    }
    return new UpstreamException(Kind.REFUSED, what);
  }

  /** Reads the body of an answer whose status is an error. */
  static UpstreamException refused(String what, int status, byte[] body) {
    String reason = "";
    try {
      JsonNode error = MAPPER.readTree(body).path("error");
      reason = reason(error);
    } catch (IOException e) {
      // no JSON: the status alone has to do
    }
    return new UpstreamException(
        Kind.REFUSED, what + " was refused with status " + status + reason);
  }

  /** Only the first line, cut: what follows may quote a template or a prompt. */
  private static String reason(JsonNode error) {
    String message = error.path("message").asText("").strip();
    String line = message.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      return "";
    }
    String type = error.path("type").asText("");
    return ": "
        + (line.length() > MOST_CHARS ? line.substring(0, MOST_CHARS) + "..." : line)
        + (type.isEmpty() ? "" : " (" + type + ")");
  }
}
