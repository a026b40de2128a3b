package ai.tidemark.demo.server;

import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.model.NextTokens;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The server on its event loop: routes, and the small endpoints. */
final class ModelVerticle extends VerticleBase {
  /** Answers that may be in the making at once, as the server states it; nothing depends on it. */
  private static final int SLOTS = 8;

  private static final long MOST_BODY_BYTES = 4 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final ServedModel model;
  private final JsonPieces pieces;
  private final NextTokens next;
  private final int port;
  private final AtomicInteger active;
  private volatile int actualPort;

  ModelVerticle(ServedModel model, int port, AtomicInteger active) {
    this.model = model;
    this.pieces = new JsonPieces(model.tokenizer());
    this.next = new NextTokens(model.model());
    this.port = port;
    this.active = active;
  }

  /** Returns the port, once started. */
  int actualPort() {
    return actualPort;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.get("/health").handler(ctx -> send(ctx, 200, object().put("status", "ok")));
    router.get("/props").handler(ctx -> send(ctx, 200, props()));
    router.get("/slots").handler(ctx -> send(ctx, 200, slots()));
    router.get("/v1/models").handler(ctx -> send(ctx, 200, models()));
    router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY_BYTES));
    post(router, "/tokenize", this::tokenize);
    post(router, "/detokenize", this::detokenize);
    post(router, "/apply-template", body -> object().put("prompt", ChatTemplate.prompt(body)));
    router.post("/completion").handler(ctx -> generate(ctx, this::nativeAnswer));
    router
        .post("/v1/completions")
        .handler(ctx -> generate(ctx, body -> openAiAnswer(OpenAiReply.Kind.TEXT, body)));
    router
        .post("/v1/chat/completions")
        .handler(ctx -> generate(ctx, body -> openAiAnswer(OpenAiReply.Kind.CHAT, body)));
    router.errorHandler(404, ctx -> fail(ctx, 404, "File Not Found", "not_found_error"));
    router.errorHandler(
        413, ctx -> fail(ctx, 413, "the body is too large", "invalid_request_error"));
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(DemoServer.HOST).setPort(port))
        .requestHandler(router)
        .listen()
        .onSuccess(server -> actualPort = server.actualPort());
  }

  private record Answer(CompletionRequest request, Reply reply) {}

  private Answer nativeAnswer(JsonNode body) {
    CompletionRequest request = CompletionRequest.ofNative(body, model);
    return new Answer(request, new NativeReply(model, pieces, request));
  }

  private Answer openAiAnswer(OpenAiReply.Kind kind, JsonNode body) {
    CompletionRequest request =
        kind == OpenAiReply.Kind.CHAT
            ? CompletionRequest.ofChat(body, model)
            : CompletionRequest.ofText(body, model);
    boolean usage = body.at("/stream_options/include_usage").asBoolean(false);
    return new Answer(request, new OpenAiReply(kind, model.name(), request, usage));
  }

  private void generate(RoutingContext ctx, Function<JsonNode, Answer> parse) {
    try {
      Answer answer = parse.apply(body(ctx));
      Generation generation = new Generation(answer.request, model, next);
      new Pump(vertx.getOrCreateContext(), ctx.response(), generation, answer.reply, active)
          .start();
    } catch (BadRequestException e) {
      fail(ctx, 400, String.valueOf(e.getMessage()), "invalid_request_error");
    }
  }

  private void post(Router router, String path, Function<JsonNode, ObjectNode> answer) {
    router
        .post(path)
        .handler(
            ctx -> {
              try {
                send(ctx, 200, answer.apply(body(ctx)));
              } catch (BadRequestException e) {
                fail(ctx, 400, String.valueOf(e.getMessage()), "invalid_request_error");
              }
            });
  }

  private static JsonNode body(RoutingContext ctx) {
    Buffer bytes = ctx.body().buffer();
    try {
      JsonNode body = JSON.readTree(bytes == null ? new byte[0] : bytes.getBytes());
      if (!body.isObject()) {
        throw new BadRequestException("the body must be a JSON object");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new BadRequestException("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException _) {
      throw new BadRequestException("the body cannot be read");
    }
  }

  private ObjectNode tokenize(JsonNode body) {
    TokenBuffer ids = new TokenBuffer();
    String content = body.path("content").asText("");
    model.encode(content, body.path("parse_special").asBoolean(true), ids);
    ObjectNode answer = object();
    ArrayNode tokens = answer.putArray("tokens");
    boolean withPieces = body.path("with_pieces").asBoolean(false);
    for (int i = 0; i < ids.size(); i++) {
      if (withPieces) {
        putPiece(tokens.addObject().put("id", ids.get(i)), ids.get(i));
      } else {
        tokens.add(ids.get(i));
      }
    }
    return answer;
  }

  private void putPiece(ObjectNode token, int id) {
    byte[] bytes = model.tokenizer().bytes(id);
    try {
      token.put(
          "piece", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      ArrayNode piece = token.putArray("piece");
      for (byte b : bytes) {
        piece.add(b & 0xFF);
      }
    }
  }

  private ObjectNode detokenize(JsonNode body) {
    TokenBuffer ids = new TokenBuffer();
    for (JsonNode id : body.path("tokens")) {
      ids.add(model.checked(id.asLong(-1)));
    }
    return object().put("content", model.decode(ids));
  }

  private ObjectNode props() {
    ObjectNode props = object();
    props.putObject("default_generation_settings").put("n_ctx", CompletionRequest.CONTEXT);
    return props
        .put("total_slots", SLOTS)
        .put("model_alias", model.name())
        .put("model_path", model.name())
        .put("chat_template", ChatTemplate.JINJA)
        .put("bos_token", "")
        .put("eos_token", ServedModel.END_OF_TEXT)
        .put("build_info", "tidemark demonstration upstream");
  }

  private static ArrayNode slots() {
    ArrayNode slots = JsonNodeFactory.instance.arrayNode();
    for (int id = 0; id < SLOTS; id++) {
      slots
          .addObject()
          .put("id", id)
          .put("n_ctx", CompletionRequest.CONTEXT)
          .put("speculative", false)
          .put("is_processing", false);
    }
    return slots;
  }

  private ObjectNode models() {
    ObjectNode models = object().put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", model.name())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "tidemark")
        .putObject("meta")
        .put("n_vocab", model.tokenizer().vocabularySize())
        .put("n_ctx_train", CompletionRequest.CONTEXT);
    return models;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void fail(RoutingContext ctx, int status, String message, String type) {
    ObjectNode answer = object();
    answer.putObject("error").put("code", status).put("message", message).put("type", type);
    ctx.response().putHeader("Connection", "close");
    send(ctx, status, answer);
  }

  private static void send(RoutingContext ctx, int status, JsonNode answer) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(answer.toString());
  }
}
