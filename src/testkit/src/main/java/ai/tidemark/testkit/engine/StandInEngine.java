package ai.tidemark.testkit.engine;

import ai.tidemark.core.token.TokenBuffer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * llama.cpp's server, as far as Tidemark asks it, over {@link StandInModel}. Serves on a free
 * loopback port from construction to {@link #close}.
 *
 * <p>Routes: {@code /health}, {@code /props}, {@code /slots}, {@code /tokenize}, {@code
 * /detokenize}, {@code /apply-template}, {@code /completion}, {@code /v1/models}, {@code
 * /v1/completions} and {@code /v1/chat/completions} (both unmarked).
 */
public final class StandInEngine implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else 40 ms per small answer
  }

  static final ObjectMapper MAPPER = new JsonMapper();
  static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  static final int CONTEXT = 4096;

  private final StandInModel model;
  private final int slots;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<Semaphore> busy;
  private final Object counts = new Object();
  private int open; // guarded by counts
  private int aborts; // guarded by counts
  private final List<Seen> completions = new CopyOnWriteArrayList<>();
  private volatile DraftRule rule = (_, _, distribution) -> distribution.ids()[0];

  /**
   * One {@code /completion} request that came.
   *
   * @param prompt ids it came with
   * @param predict tokens asked for
   * @param slot slot asked for
   * @param forced whether a bias decided its token
   */
  @SuppressWarnings("ArrayRecordComponent") // looked at by tests, never compared
  public record Seen(int[] prompt, int predict, int slot, boolean forced) {}

  /** Which token a draft takes; a real engine takes the most probable. */
  @FunctionalInterface
  public interface DraftRule {
    /**
     * Returns the drafted id.
     *
     * @param ids prompt and draft so far, shape [>= n]
     */
    int draft(int[] ids, int n, StandInModel.Distribution distribution);
  }

  /** An engine with four slots. */
  public StandInEngine(StandInModel model) {
    this(model, 4);
  }

  /** An engine. */
  public StandInEngine(StandInModel model, int slots) {
    this.model = model;
    this.slots = slots;
    this.busy = Stream.generate(() -> new Semaphore(1, true)).limit(slots).toList();
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Returns its address, {@code http://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns its model. */
  public StandInModel model() {
    return model;
  }

  /** Makes the next generation request go wrong; faults queue up. */
  public void fail(Fault.Kind kind, int after) {
    faults.add(new Fault(kind, after));
  }

  /** Decides drafts, for instance to force a mismatch. */
  public void drafts(DraftRule draftRule) {
    rule = draftRule;
  }

  /** Returns how many requests are being served now. */
  public int openRequests() {
    synchronized (counts) {
      return open;
    }
  }

  /** Waits until no request is being served; false if that takes longer than ten seconds. */
  public boolean awaitIdle() {
    return await(() -> open == 0);
  }

  /**
   * Waits until so many requests were seen to be left by their client before their end; false if
   * that takes longer than ten seconds.
   */
  public boolean awaitAborts(int least) {
    return await(() -> aborts >= least);
  }

  private boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    synchronized (counts) {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          counts.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  private void count(int opened, int aborted) {
    synchronized (counts) {
      open += opened;
      aborts += aborted;
      counts.notifyAll();
    }
  }

  /** Returns the {@code /completion} requests that came, in order. */
  public List<Seen> completions() {
    return completions;
  }

  /** Waits until a slot has finished what it is doing, as the real server makes a request wait. */
  void enter(int slot) throws IOException {
    if (slot >= 0) {
      try {
        busy.get(slot % slots).acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the engine closes", e);
      }
    }
  }

  void leave(int slot) {
    if (slot >= 0) {
      busy.get(slot % slots).release();
    }
  }

  DraftRule rule() {
    return rule;
  }

  void saw(Seen seen) {
    completions.add(seen);
  }

  private void handle(HttpExchange exchange) throws IOException {
    count(1, 0);
    try {
      route(exchange);
      exchange.close(); // not after a failure: the server then drops the connection as it is
    } catch (ClientLeftException e) {
      count(0, 1);
      throw e;
    } finally {
      count(-1, 0);
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    JsonNode request = body.length == 0 ? JSON.objectNode() : MAPPER.readTree(body);
    switch (path) {
      case "/health" -> json(exchange, 200, JSON.objectNode().put("status", "ok"));
      case "/props" -> json(exchange, 200, props());
      case "/slots" -> json(exchange, 200, slotList());
      case "/tokenize" -> json(exchange, 200, tokenize(request));
      case "/detokenize" -> json(exchange, 200, detokenize(request));
      case "/apply-template" -> json(exchange, 200, template(request));
      case "/completion" -> new CompletionRoute(this, exchange, fault()).serve(request);
      case "/v1/models" -> json(exchange, 200, models());
      case "/v1/completions" ->
          new OpenAiRoute(this, exchange, fault(), false)
              .serve(request, request.path("prompt").asText());
      case "/v1/chat/completions" ->
          new OpenAiRoute(this, exchange, fault(), true)
              .serve(request, template(request).path("prompt").asText());
      default -> error(exchange, 404, "File Not Found", "not_found_error");
    }
  }

  private Optional<Fault> fault() {
    return Optional.ofNullable(faults.poll());
  }

  private ObjectNode props() {
    ObjectNode props = JSON.objectNode();
    props.putObject("default_generation_settings").put("n_ctx", CONTEXT);
    return props
        .put("total_slots", slots)
        .put("model_alias", "/models/stand-in.gguf")
        .put("model_path", "/models/stand-in.gguf")
        .put("bos_token", "<bos>")
        .put("eos_token", "<eos>")
        .put("build_info", "stand-in");
  }

  private ArrayNode slotList() {
    ArrayNode list = JSON.arrayNode();
    for (int id = 0; id < slots; id++) {
      list.addObject().put("id", id).put("n_ctx", CONTEXT).put("is_processing", false);
    }
    return list;
  }

  private static ObjectNode models() {
    ObjectNode models = JSON.objectNode().put("object", "list");
    models.putArray("data").addObject().put("id", "stand-in").put("object", "model");
    return models;
  }

  private ObjectNode tokenize(JsonNode request) {
    int[] ids =
        ids(
            request.path("content").asText(),
            request.path("add_special").asBoolean(false),
            request.path("parse_special").asBoolean(true));
    ObjectNode answer = JSON.objectNode();
    ArrayNode tokens = answer.putArray("tokens");
    for (int id : ids) {
      tokens.add(id);
    }
    return answer;
  }

  /** Returns the ids of a text as {@code /tokenize} gives them. */
  public int[] ids(String text, boolean addSpecial, boolean parseSpecial) {
    TokenBuffer out = new TokenBuffer();
    if (addSpecial) {
      out.add(StandInVocabulary.BOS);
    }
    if (parseSpecial) {
      model.vocabulary().encodeSpecial(text, out);
    } else {
      model.vocabulary().encode(text, out);
    }
    return out.toArray();
  }

  private ObjectNode detokenize(JsonNode request) {
    int[] ids = CompletionRoute.ids(request.path("tokens"));
    return JSON.objectNode().put("content", model.vocabulary().text(ids));
  }

  private static ObjectNode template(JsonNode request) {
    StringBuilder prompt = new StringBuilder();
    for (JsonNode message : request.path("messages")) {
      prompt
          .append(message.path("role").asText())
          .append(": ")
          .append(message.path("content").asText())
          .append(StandInVocabulary.controlName(StandInVocabulary.EOT))
          .append('\n');
    }
    return JSON.objectNode().put("prompt", prompt.append("assistant: ").toString());
  }

  static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    whole(exchange, status, "application/json; charset=utf-8", MAPPER.writeValueAsBytes(body));
  }

  static void whole(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  static void error(HttpExchange exchange, int status, String message, String type)
      throws IOException {
    json(exchange, status, JSON.objectNode().set("error", error(status, message, type)));
  }

  static ObjectNode error(int status, String message, String type) {
    return JSON.objectNode().put("code", status).put("message", message).put("type", type);
  }

  /** Waits without a word until the engine closes. */
  void silence() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends keep-alive comments until the client leaves or the engine closes. */
  void hang(EventStream stream) throws IOException {
    try {
      while (!closed.await(2, TimeUnit.MILLISECONDS)) {
        stream.raw(": ping\n\n".getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
