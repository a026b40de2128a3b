package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The requests of llama.cpp's dialect. Thread-safe.
 *
 * <p>Every request has a connection of its own. A draft is cut by closing its connection, which
 * with Vert.x 5.1.6 may hit one that was just given back to the pool and to the next request: where
 * the engine had already sent everything, that request then failed with "Connection was closed".
 */
final class LlamaClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int WAITING_PER_CONNECTION = 16;
  private static final int MOST_BODY_BYTES = 64 << 20;

  private final Vertx vertx;
  private final LlamaOptions options;
  private final HttpClient http;
  private final String path;

  LlamaClient(Vertx vertx, LlamaOptions options) {
    this.vertx = vertx;
    this.options = options;
    String base = options.base().getRawPath();
    this.path = base == null ? "" : base.replaceAll("/+$", "");
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false) // see the class comment
                .setConnectTimeout((int) options.connectTimeout().toMillis())
                .setTcpNoDelay(true),
            new PoolOptions()
                .setHttp1MaxSize(options.maxConnections())
                .setMaxWaitQueueSize(WAITING_PER_CONNECTION * options.maxConnections()));
  }

  JsonNode get(String route, Abort abort) throws UpstreamException, ClientGoneException {
    return whole(HttpMethod.GET, route, Buffer.buffer(), abort);
  }

  /**
   * Returns the ids of a text; {@code special}: add the model's own, and read those written out.
   */
  int[] tokenize(String text, boolean special, Abort abort)
      throws UpstreamException, ClientGoneException {
    ObjectNode body = JSON.objectNode();
    body.put("content", text).put("add_special", special).put("parse_special", special);
    JsonNode tokens = post("/tokenize", body, abort).path("tokens");
    if (!tokens.isArray()) {
      throw malformed("/tokenize", "has no array tokens");
    }
    int[] ids = new int[tokens.size()];
    for (int i = 0; i < ids.length; i++) {
      if (!tokens.get(i).canConvertToInt() || tokens.get(i).intValue() < 0) {
        throw malformed("/tokenize", "has a token that is no id");
      }
      ids[i] = tokens.get(i).intValue();
    }
    return ids;
  }

  String applyTemplate(Prompt.Chat chat, Abort abort)
      throws UpstreamException, ClientGoneException {
    ArrayNode messages = JSON.arrayNode();
    for (Prompt.Message message : chat.messages()) {
      messages.addObject().put("role", message.role()).put("content", message.content());
    }
    ObjectNode body = JSON.objectNode();
    body.set("messages", messages);
    JsonNode prompt = post("/apply-template", body, abort).path("prompt");
    if (!prompt.isTextual()) {
      throw malformed("/apply-template", "has no string prompt");
    }
    return prompt.textValue();
  }

  Draft draft(DraftRequest request, Abort abort) throws UpstreamException, ClientGoneException {
    Exchange exchange = open(HttpMethod.POST, "/completion", request.json(), abort);
    return new Draft(exchange, options, request.count(), request.topN() > 0);
  }

  /** Returns the one position of a forced draft. */
  Position forced(DraftRequest request, Abort abort) throws UpstreamException, ClientGoneException {
    try (Draft draft = draft(request, abort)) {
      Position position = draft.next().orElse(null);
      if (position == null || draft.next().isPresent()) {
        throw malformed("/completion", "does not show a position whose token a bias made certain");
      }
      return position;
    }
  }

  /** Returns whether a draft of one forced token ended because of the token. */
  boolean ends(DraftRequest request, Abort abort) throws UpstreamException, ClientGoneException {
    try (Draft draft = draft(request, abort)) {
      while (draft.next().isPresent()) {}
      return draft.end() == Draft.End.END_OF_GENERATION;
    }
  }

  private JsonNode post(String route, JsonNode body, Abort abort)
      throws UpstreamException, ClientGoneException {
    try {
      return whole(HttpMethod.POST, route, Buffer.buffer(MAPPER.writeValueAsBytes(body)), abort);
    } catch (IOException e) {
      throw new AssertionError(e); // a tree is always JSON
    }
  }

  private JsonNode whole(HttpMethod method, String route, Buffer body, Abort abort)
      throws UpstreamException, ClientGoneException {
    try (Exchange exchange = open(method, route, body, abort)) {
      return MAPPER.readTree(rest(exchange, route));
    } catch (IOException e) {
      throw malformed(route, "is not JSON");
    }
  }

  /** Sends a request and waits until the server accepts it; anything but 200 is a refusal. */
  private Exchange open(HttpMethod method, String route, Buffer body, Abort abort)
      throws UpstreamException, ClientGoneException {
    Exchange exchange = Exchange.send(vertx, http, request(method, route), body, what(route));
    abort.set(exchange::abort);
    boolean accepted = false;
    try {
      int status = exchange.status(options.firstEventTimeout());
      if (status != 200) {
        throw LlamaErrors.refused(what(route), status, rest(exchange, route));
      }
      accepted = true;
      return exchange;
    } finally {
      if (!accepted) {
        exchange.close();
      }
    }
  }

  private byte[] rest(Exchange exchange, String route)
      throws UpstreamException, ClientGoneException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + options.firstEventTimeout().toNanos();
    for (Buffer chunk = exchange.read(deadline, options.firstEventTimeout());
        chunk != null;
        chunk = exchange.read(deadline, options.firstEventTimeout())) {
      if (all.size() + (long) chunk.length() > MOST_BODY_BYTES) {
        throw malformed(route, "is longer than " + MOST_BODY_BYTES + " bytes");
      }
      all.writeBytes(chunk.getBytes());
    }
    return all.toByteArray();
  }

  private RequestOptions request(HttpMethod method, String route) {
    boolean tls = "https".equals(options.base().getScheme().toLowerCase(Locale.ROOT));
    int port = options.base().getPort();
    RequestOptions request =
        new RequestOptions()
            .setMethod(method)
            .setSsl(tls)
            .setHost(options.base().getHost())
            .setPort(port >= 0 ? port : tls ? 443 : 80)
            .setURI(path + route)
            .putHeader("Content-Type", "application/json");
    options.apiKey().ifPresent(key -> request.putHeader("Authorization", "Bearer " + key));
    return request;
  }

  private String what(String route) {
    return options.base() + route;
  }

  private UpstreamException malformed(String route, String problem) {
    return new UpstreamException(Kind.MALFORMED, "the answer of " + what(route) + " " + problem);
  }

  @Override
  public void close() {
    http.shutdown(0, TimeUnit.SECONDS);
  }
}
