package ai.tidemark.service.openai;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.policy.Reason;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that gets an error in OpenAI's shape. Messages never repeat what the client sent, apart
 * from the name of a parameter.
 */
public final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String INVALID = "invalid_request_error";
  private static final String SERVER = "server_error";

  private final int status;
  private final String type;
  private final String code;
  private final @Nullable String param;
  private final TreeMap<String, String> headers = new TreeMap<>();

  private ApiError(int status, String type, String code, @Nullable String param, String message) {
    super(message, null, false, false); // an answer to the client, not a fault to trace
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
  }

  private ApiError header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** No tenant has this token. */
  public static ApiError unauthorized() {
    return new ApiError(
            401,
            "authentication_error",
            "invalid_api_key",
            null,
            "No valid API key. Send the header: Authorization: Bearer YOUR_TOKEN")
        .header("www-authenticate", "Bearer");
  }

  /** There is nothing at this path. */
  public static ApiError noSuchPath() {
    return new ApiError(
        404,
        INVALID,
        "not_found",
        null,
        "Nothing here. Tidemark serves POST /v1/chat/completions, POST /v1/completions and"
            + " GET /v1/models.");
  }

  /** The path is served, but not with this method. */
  public static ApiError wrongMethod(String allowed) {
    return new ApiError(405, INVALID, "method_not_allowed", null, "Use " + allowed + " here.")
        .header("allow", allowed);
  }

  /** The model is not served. */
  public static ApiError unknownModel() {
    return new ApiError(
        404,
        INVALID,
        "model_not_found",
        "model",
        "This model is not served here. GET /v1/models lists those that are.");
  }

  /** The body is not a JSON object. */
  public static ApiError badJson(String problem) {
    return new ApiError(400, INVALID, "invalid_json", null, "The body " + problem + ".");
  }

  /** A parameter has a value it cannot have. */
  public static ApiError badParameter(String param, String problem) {
    return new ApiError(400, INVALID, "invalid_value", param, param + " " + problem + ".");
  }

  /** A parameter that does not exist. */
  public static ApiError unknownParameter(String param) {
    return new ApiError(
        400, INVALID, "unknown_parameter", param, "Unknown parameter: " + param + ".");
  }

  /** The body is larger than configured. */
  public static ApiError tooLarge(int limit) {
    return new ApiError(
        413,
        INVALID,
        "request_too_large",
        null,
        "The body has more than " + limit + " bytes, the most this proxy takes.");
  }

  /** The body did not arrive in time. */
  public static ApiError slowBody() {
    return new ApiError(408, INVALID, "request_timeout", null, "The body did not arrive in time.");
  }

  /** Policy refuses a request that cannot be marked. */
  public static ApiError unmarkable(Reason reason, String param) {
    return new ApiError(
            400,
            INVALID,
            reason.code(),
            param,
            "Answers here are watermarked, and "
                + words(reason)
                + " cannot be. Leave out "
                + param
                + ", or ask the operator to allow it unmarked.")
        .header("x-should-retry", "false")
        .header("x-tidemark-reason", reason.wire());
  }

  private static String words(Reason reason) {
    return switch (reason) {
      case TOOLS -> "answers that use tools";
      case STRUCTURED_OUTPUT -> "answers bound to a format or schema";
      case TEMPERATURE_ZERO -> "answers at temperature 0";
      case MANY_CHOICES -> "several answers to one request";
      case LOGPROBS -> "answers with log probabilities";
      case UNSUPPORTED_PARAMETER -> "answers with this parameter";
    };
  }

  /** The upstream has as many answers in flight as it may. */
  public static ApiError busy() {
    return new ApiError(
            503, SERVER, "upstream_busy", null, "Too many answers in flight. Try again shortly.")
        .header("retry-after", "1");
  }

  /** The proxy is stopping. */
  public static ApiError stopping() {
    return new ApiError(503, SERVER, "stopping", null, "The proxy is stopping.")
        .header("retry-after", "5");
  }

  /** Records cannot be written. */
  public static ApiError noRecords() {
    return new ApiError(
            503,
            SERVER,
            "records_unavailable",
            null,
            "The proxy cannot keep its records and answers nothing until that is repaired.")
        .header("x-should-retry", "false");
  }

  /** The engine did not deliver. */
  public static ApiError upstream(UpstreamException.Kind kind) {
    return new ApiError(
        kind == UpstreamException.Kind.TIMEOUT ? 504 : 502,
        SERVER,
        switch (kind) {
          case UNREACHABLE -> "upstream_unreachable";
          case REFUSED -> "upstream_refused";
          case TIMEOUT -> "upstream_timeout";
          case TRUNCATED -> "upstream_truncated";
          case MALFORMED -> "upstream_malformed";
        },
        null,
        "The model's engine " + words(kind) + ".");
  }

  /** Returns what an engine did, in words that follow its name. */
  public static String words(UpstreamException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> "cannot be reached";
      case REFUSED -> "answered with an error";
      case TIMEOUT -> "was silent for too long";
      case TRUNCATED -> "broke off";
      case MALFORMED -> "sent something that cannot be read";
    };
  }

  /** An engine's own refusal of a request that was passed to it, in OpenAI's shape. */
  public static ApiError passed(
      int status, String type, @Nullable String param, String code, String message) {
    return new ApiError(status, type, code, param, message);
  }

  /** A fault of the proxy itself. */
  public static ApiError internal() {
    return new ApiError(
        500, SERVER, "internal_error", null, "The proxy failed. Its log has the content id.");
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the machine-readable code. */
  public String code() {
    return code;
  }

  /** Returns the parameter at fault, if it is one. */
  public Optional<String> param() {
    return Optional.ofNullable(param);
  }

  /** Returns further response headers. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /** Returns {@code {"error":{...}}}, UTF-8. */
  public byte[] body() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("message", getMessage())
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }
}
