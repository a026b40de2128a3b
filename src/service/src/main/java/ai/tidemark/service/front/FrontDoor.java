package ai.tidemark.service.front;

import ai.tidemark.service.config.ProxyConfig.Listen;
import ai.tidemark.service.front.Tenants.Tenant;
import ai.tidemark.service.openai.ApiError;
import ai.tidemark.service.openai.CompletionRequest;
import ai.tidemark.service.openai.CompletionRequest.Plan;
import ai.tidemark.service.openai.Endpoint;
import ai.tidemark.service.openai.RequestReader;
import ai.tidemark.service.policy.Rule;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server instance. Deployed on virtual threads; every request is authenticated before anything
 * else is looked at, apart from the two health checks.
 */
public final class FrontDoor extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final int IDLE_CONNECTION_MINUTES = 15;

  private final Listen listen;
  private final Desk desk;
  private final IntConsumer onPort;
  private final RequestReader reader;

  /**
   * An instance; all instances of a deployment share one port.
   *
   * @param onPort told the actual port
   */
  public FrontDoor(Listen listen, Desk desk, IntConsumer onPort) {
    this.listen = listen;
    this.desk = desk;
    this.onPort = onPort;
    this.reader = new RequestReader(desk.limits().maxTokens());
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setMaxHeaderSize(16 << 10)
            .setIdleTimeout(IDLE_CONNECTION_MINUTES)
            .setIdleTimeoutUnit(TimeUnit.MINUTES);
    SocketAddress address =
        listen.port() == 0
            ? SocketAddress.sharedRandomPort(1, listen.host()) // the same for all instances
            : SocketAddress.inetSocketAddress(listen.port(), listen.host());
    return vertx
        .createHttpServer(options)
        .requestHandler(this::handle)
        .listen(address)
        .onSuccess(server -> onPort.accept(server.actualPort()));
  }

  private void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String requestId = desk.freshId();
    response.putHeader("x-request-id", requestId);
    try {
      route(request);
    } catch (ApiError e) {
      Replies.error(response, e);
      if (e.status() == 413 || e.status() == 408) {
        hangUp(request);
      }
    } catch (Exception e) { // what was awaited may throw anything
      if (response.closed()) {
        return; // the client left while it was sending
      }
      // its message may hold what the client sent: only its kind and place are said
      LOG.error("request {}: {} at {}", requestId, e.getClass().getName(), MarkedAnswer.place(e));
      Replies.error(response, ApiError.internal());
    }
  }

  /** What is left of a body that was refused is read and dropped for a while, then no more. */
  private void hangUp(HttpServerRequest request) {
    if (!request.isEnded()) {
      long timer = vertx.setTimer(LINGER.toMillis(), _ -> request.connection().close());
      request.connection().closeHandler(_ -> vertx.cancelTimer(timer));
      request.endHandler(_ -> vertx.cancelTimer(timer));
    }
  }

  private void route(HttpServerRequest request) throws ApiError {
    HttpServerResponse response = request.response();
    switch (request.path()) {
      case "/health/live" -> {
        require(HttpMethod.GET, request);
        Replies.json(response, 200, Health.live());
      }
      case "/health/ready" -> {
        require(HttpMethod.GET, request);
        Health health = Health.of(desk);
        Replies.json(response, health.ready() ? 200 : 503, health.json());
      }
      case null, default -> routeForTenants(request, authenticate(request));
    }
  }

  private Tenant authenticate(HttpServerRequest request) throws ApiError {
    return desk.tenants()
        .find(request.getHeader("authorization"))
        .orElseThrow(ApiError::unauthorized);
  }

  private void routeForTenants(HttpServerRequest request, Tenant tenant) throws ApiError {
    switch (request.path()) {
      case "/v1/models" -> {
        require(HttpMethod.GET, request);
        Replies.json(request.response(), 200, Models.json(desk.upstreams().keySet()));
      }
      case "/v1/chat/completions" -> complete(request, tenant, Endpoint.CHAT);
      case "/v1/completions" -> complete(request, tenant, Endpoint.COMPLETIONS);
      case null, default -> throw ApiError.noSuchPath();
    }
  }

  private static void require(HttpMethod method, HttpServerRequest request) throws ApiError {
    if (!request.method().equals(method)) {
      throw ApiError.wrongMethod(method.name());
    }
  }

  private void complete(HttpServerRequest http, Tenant tenant, Endpoint endpoint) throws ApiError {
    require(HttpMethod.POST, http);
    Instant time = desk.clock().instant();
    long startNanos = System.nanoTime();
    if (desk.inFlight().stopping()) {
      throw ApiError.stopping();
    }
    if (!desk.records().healthy()) {
      throw ApiError.noRecords();
    }
    CompletionRequest request = reader.read(endpoint, body(http));
    Upstream upstream = desk.upstream(request.model()).orElseThrow(ApiError::unknownModel);
    if (request.plan() instanceof Plan.Pass pass
        && tenant.policy().rule(pass.reason()) == Rule.REFUSE) {
      throw ApiError.unmarkable(pass.reason(), pass.param());
    }
    if (!upstream.tryEnter()) {
      throw ApiError.busy();
    }
    String contentId = desk.freshId();
    http.response().putHeader("x-tidemark-content-id", contentId);
    Exchange exchange = new Exchange(http, contentId, tenant, upstream, request, time, startNanos);
    switch (request.plan()) {
      case Plan.Mark mark -> MarkedAnswer.begin(vertx, desk, exchange, mark.answer());
      case Plan.Pass pass -> new PassedAnswer(vertx, desk, exchange, pass).run();
    }
  }

  private byte[] body(HttpServerRequest http) throws ApiError {
    if ("100-continue".equalsIgnoreCase(http.getHeader("expect"))) {
      http.response().writeContinue();
    }
    Buffer body = Bodies.read(vertx, http, desk.limits().bodyBytes(), BODY_PATIENCE).await();
    return body.getBytes();
  }
}
