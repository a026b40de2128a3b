package ai.tidemark.service.front;

import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.keys.ledger.Generation;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.ledger.TextHash;
import ai.tidemark.service.openai.AnswerFormat;
import ai.tidemark.service.openai.ApiError;
import ai.tidemark.service.record.AnswerRecord;
import ai.tidemark.service.record.AnswerRecord.Effort;
import ai.tidemark.service.record.AnswerRecord.Finish;
import ai.tidemark.service.record.AnswerRecord.Marks;
import ai.tidemark.service.record.AnswerRecord.Tokens;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Produces one marked answer. Runs on a virtual thread of its own, so that a strategy may wait for
 * its engine in any way it likes and the server's contexts stay free to notice that a client left.
 */
final class MarkedAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(MarkedAnswer.class);

  private final Desk desk;
  private final Exchange exchange;
  private final AnswerRequest request;
  private final ResponseSink sink;
  private final GatewayKeys.Held held;
  private final Marker marker;
  private final Runnable cut;
  private final Optional<TextHash> text;
  private String strategyName = "none";
  private boolean recorded;

  private MarkedAnswer(Desk desk, Exchange exchange, AnswerRequest request) {
    this.desk = desk;
    this.exchange = exchange;
    this.request = request;
    this.held = desk.hold(exchange.tenant());
    this.marker = held.marker();
    exchange.http().response().putHeader("x-tidemark-status", "marked");
    AnswerFormat format =
        AnswerFormat.of(exchange.request(), exchange.contentId(), exchange.time().getEpochSecond());
    this.sink = new ResponseSink(exchange.http(), format, desk.limits().stall());
    this.text = desk.ledgers().map(_ -> new TextHash());
    this.cut = () -> sink.cut(ResponseSink.Cut.STOPPING);
  }

  /**
   * Begins an answer; it goes on by itself and gives the upstream's place back.
   *
   * @throws ApiError if the proxy is stopping
   */
  static void begin(Vertx vertx, Desk desk, Exchange exchange, AnswerRequest request)
      throws ApiError {
    boolean begun = false;
    try {
      MarkedAnswer answer = new MarkedAnswer(desk, exchange, request);
      if (!desk.inFlight().enter(answer.cut)) {
        throw ApiError.stopping();
      }
      long pings = vertx.setPeriodic(desk.limits().ping().toMillis(), _ -> answer.sink.ping());
      Thread.ofVirtual()
          .name("answer-" + exchange.contentId())
          .start(() -> answer.runAndLeave(vertx, pings));
      begun = true;
    } finally {
      if (!begun) {
        exchange.upstream().leave();
      }
    }
  }

  private void runAndLeave(Vertx vertx, long pings) {
    try {
      run();
    } finally {
      vertx.cancelTimer(pings);
      exchange.upstream().leave();
      desk.inFlight().leave(cut);
    }
  }

  private void run() {
    try {
      Strategy strategy = exchange.upstream().strategy();
      strategyName = strategy.name();
      Answer answer = strategy.answer(request, marker, hashing());
      record(
          new Tokens(
              OptionalInt.of(answer.promptTokens()), OptionalInt.of(answer.completionTokens())),
          Marks.of(answer.marks()),
          Effort.of(answer.effort()),
          Finish.of(answer.finish()));
      sink.finish(answer);
    } catch (ClientGoneException e) {
      boolean stopping = sink.cut().orElse(null) == ResponseSink.Cut.STOPPING;
      cutShort(stopping ? Finish.STOPPED : Finish.CLIENT_GONE, ApiError.stopping());
    } catch (UpstreamException e) {
      exchange.upstream().failed(e);
      LOG.warn("answer {}: the upstream failed: {}", exchange.contentId(), Upstream.words(e));
      cutShort(Finish.UPSTREAM_FAILED, ApiError.upstream(e.kind()));
    } catch (RuntimeException | Error e) {
      // its message may hold what the client sent: only its kind and place are said
      LOG.error("answer {}: {} at {}", exchange.contentId(), e.getClass().getName(), place(e));
      cutShort(Finish.FAILED, ApiError.internal());
    }
  }

  /** Returns the sink, with the text hashed on its way there if a ledger wants it. */
  private AnswerSink hashing() {
    return text.<AnswerSink>map(
            hash ->
                new AnswerSink() {
                  @Override
                  public void text(String piece) throws ClientGoneException {
                    hash.push(piece);
                    sink.text(piece);
                  }

                  @Override
                  public void onGone(Runnable abort) {
                    sink.onGone(abort);
                  }
                })
        .orElse(sink);
  }

  private void cutShort(Finish finish, ApiError error) {
    if (!recorded) {
      record(
          new Tokens(OptionalInt.empty(), OptionalInt.of(marker.size())),
          Marks.soFar(marker),
          Effort.UNKNOWN,
          finish);
    }
    sink.fail(error);
  }

  private void record(Tokens tokens, Marks marks, Effort effort, Finish finish) {
    desk.records()
        .append(
            new AnswerRecord(
                exchange.heading(),
                desk.marked(strategyName, held),
                tokens,
                marks,
                effort,
                finish,
                exchange.duration()));
    recorded = true;
    desk.ledgers()
        .ifPresent(ledgers -> ledgers.append(exchange.tenant().name(), generation(tokens, marks)));
  }

  private Generation generation(Tokens tokens, Marks marks) {
    int length = tokens.completion().orElse(0);
    int keyed = marks.fleetPositions() + marks.tenantPositions(); // a stop string may hide some
    return exchange.generation(
        desk.profile().sha256(),
        held.era(),
        length,
        Math.min(keyed, length),
        text.map(TextHash::finish).orElse(Generation.NONE));
  }

  static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }
}
