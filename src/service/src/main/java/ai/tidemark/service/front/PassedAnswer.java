package ai.tidemark.service.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.UpstreamConfig;
import ai.tidemark.service.openai.ApiError;
import ai.tidemark.service.openai.CompletionRequest.Delivery;
import ai.tidemark.service.openai.CompletionRequest.Plan;
import ai.tidemark.service.openai.EngineErrors;
import ai.tidemark.service.record.AnswerRecord;
import ai.tidemark.service.record.AnswerRecord.Effort;
import ai.tidemark.service.record.AnswerRecord.Finish;
import ai.tidemark.service.record.AnswerRecord.Marks;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a request that cannot be marked to the engine, and its answer back as the bytes come: the
 * engine is read only as fast as the client reads. Runs on the server's virtual threads.
 */
final class PassedAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(PassedAnswer.class);
  private static final int LONGEST_ERROR = 64 << 10;

  private final Vertx vertx;
  private final Desk desk;
  private final Exchange exchange;
  private final Plan.Pass plan;
  private final HttpServerResponse response;
  private final Watcher watcher = new Watcher();
  private final AtomicReference<@Nullable Finish> cut = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> abort = new AtomicReference<>();

  PassedAnswer(Vertx vertx, Desk desk, Exchange exchange, Plan.Pass plan) {
    this.vertx = vertx;
    this.desk = desk;
    this.exchange = exchange;
    this.plan = plan;
    this.response = exchange.http().response();
  }

  /**
   * Passes it on; returns when the answer has ended. Gives the upstream's place back.
   *
   * @throws ApiError if nothing of an answer has gone out
   */
  void run() throws ApiError {
    Runnable stop = () -> cut(Finish.STOPPED);
    if (!desk.inFlight().enter(stop)) {
      exchange.upstream().leave();
      throw ApiError.stopping();
    }
    try {
      response
          .putHeader("x-tidemark-status", "unmarked")
          .putHeader("x-tidemark-reason", plan.reason().wire());
      response.closeHandler(_ -> cut(Finish.CLIENT_GONE));
      if (response.closed()) {
        cut(Finish.CLIENT_GONE);
      }
      pass();
    } finally {
      exchange.upstream().leave();
      desk.inFlight().leave(stop);
    }
  }

  private void cut(Finish why) {
    if (cut.compareAndSet(null, why)) {
      runAbort();
    }
  }

  private void pass() throws ApiError {
    try {
      HttpClientResponse answer = ask();
      if (answer.statusCode() != 200) {
        throw refusal(answer);
      }
      copy(answer);
      record(Finish.PASSED);
      response.end();
    } catch (UpstreamException e) {
      Finish why = Optional.ofNullable(cut.get()).orElse(Finish.UPSTREAM_FAILED);
      record(why);
      if (why == Finish.UPSTREAM_FAILED) {
        exchange.upstream().failed(e);
        LOG.warn("answer {}: the upstream failed: {}", exchange.contentId(), Upstream.words(e));
      }
      giveUp(why == Finish.STOPPED ? ApiError.stopping() : ApiError.upstream(e.kind()));
    }
  }

  /** Sends the request and returns the engine's response, paused. */
  private HttpClientResponse ask() throws UpstreamException {
    UpstreamConfig config = exchange.upstream().config();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(config.url().getHost())
            .setPort(config.url().getPort())
            .setURI(exchange.request().endpoint().path())
            .setConnectTimeout(config.connectTimeout().toMillis())
            .setIdleTimeout(config.firstTokenTimeout().toMillis())
            .putHeader("content-type", "application/json");
    HttpClientRequest request =
        desk.client()
            .request(options)
            .recover(
                t -> // the pool may hand out a connection that is closing; nothing was sent then
                t instanceof HttpClosedException
                        ? desk.client().request(options)
                        : Future.failedFuture(t))
            .recover(
                t -> failed(UpstreamException.Kind.UNREACHABLE, "no connection could be made", t))
            .await();
    onCut(request::reset);
    return request
        .send(Buffer.buffer(plan.forward().toString().getBytes(UTF_8)))
        .map(HttpClientResponse::pause)
        .recover(t -> failed(kind(t), "no response came", t))
        .await();
  }

  private void onCut(Runnable action) {
    abort.set(action);
    if (cut.get() != null) {
      runAbort();
    }
  }

  private void runAbort() {
    Runnable action = abort.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  private void copy(HttpClientResponse answer) throws UpstreamException {
    response.setChunked(true).putHeader("cache-control", "no-cache");
    String type = answer.getHeader("content-type");
    if (type != null) {
      response.putHeader("content-type", type);
    }
    answer
        .pipe()
        .endOnSuccess(false)
        .endOnFailure(false)
        .to(new Tap(response, watcher::take))
        .recover(t -> failed(kind(t), "the answer broke off", t))
        .await();
    if (exchange.request().delivery() != Delivery.WHOLE && !watcher.streamIsComplete()) {
      throw new UpstreamException(
          UpstreamException.Kind.TRUNCATED, "the stream ended before its end marker");
    }
  }

  private ApiError refusal(HttpClientResponse answer) {
    byte[] body =
        Bodies.read(vertx, answer, LONGEST_ERROR, Duration.ofSeconds(5))
            .map(Buffer::getBytes)
            .otherwise(new byte[0])
            .await();
    response.headers().remove("x-tidemark-status"); // there is no answer
    return EngineErrors.read(answer.statusCode(), body);
  }

  private void giveUp(ApiError error) throws ApiError {
    if (!response.headWritten()) {
      response.setChunked(false);
      response.headers().remove("content-type").remove("x-tidemark-status");
      throw error;
    }
    if (exchange.request().delivery() == Delivery.WHOLE) {
      exchange.http().connection().close();
    } else {
      response
          .write("data: " + new String(error.body(), UTF_8) + "\n\n")
          .onComplete(_ -> exchange.http().connection().close());
    }
  }

  private void record(Finish finish) {
    desk.records()
        .append(
            new AnswerRecord(
                exchange.heading(),
                new AnswerRecord.Status.Unmarked(plan.reason()),
                watcher.tokens(),
                Marks.NONE,
                Effort.UNKNOWN,
                finish,
                exchange.duration()));
    desk.ledgers().ifPresent(ledgers -> ledgers.append(exchange.tenant().name(), generation()));
  }

  /** Nothing is marked, and the text is the engine's own bytes, which nobody reads. */
  private Generation generation() {
    return exchange.generation(
        Generation.NONE,
        Generation.NONE,
        watcher.tokens().completion().orElse(0),
        0,
        Generation.NONE);
  }

  private static UpstreamException.Kind kind(Throwable t) {
    return t instanceof TimeoutException
        ? UpstreamException.Kind.TIMEOUT
        : UpstreamException.Kind.TRUNCATED;
  }

  /** The cause's own message is left out: nobody knows what is in it. */
  private static <T> Future<T> failed(UpstreamException.Kind kind, String what, Throwable cause) {
    return Future.failedFuture(
        new UpstreamException(kind, what + " (" + cause.getClass().getSimpleName() + ")", cause));
  }
}
