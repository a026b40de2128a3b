package ai.tidemark.demo.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Drives one answer on its event loop, a few tokens a turn, so that other connections are served in
 * between, a slow client holds it up, and one that has gone ends it.
 */
final class Pump {
  /** Tokens a turn where nothing is sent in between. */
  private static final int UNSENT_PER_TURN = 8;

  private final Context context;
  private final HttpServerResponse response;
  private final Generation generation;
  private final Reply reply;
  private final AtomicInteger active;
  private boolean gone;
  private boolean waiting; // for a slow client to read

  /**
   * A pump; everything of it runs on the event loop of the context.
   *
   * @param active counts answers in the making
   */
  Pump(
      Context context,
      HttpServerResponse response,
      Generation generation,
      Reply reply,
      AtomicInteger active) {
    this.context = context;
    this.response = response;
    this.generation = generation;
    this.reply = reply;
    this.active = active;
  }

  /** Starts sending the answer. */
  void start() {
    active.incrementAndGet();
    response.closeHandler(_ -> left());
    response.exceptionHandler(_ -> left());
    response.drainHandler(_ -> resume());
    response.putHeader("Content-Type", reply.contentType());
    if (generation.request().stream()) {
      response.setChunked(true);
    }
    reply.begin();
    turn();
  }

  private void left() {
    gone = true;
    resume(); // no drain will come
  }

  private void resume() {
    if (waiting) {
      waiting = false;
      turn();
    }
  }

  private void turn() {
    if (gone || response.closed()) {
      active.decrementAndGet();
      return;
    }
    boolean stream = generation.request().stream();
    for (int i = 0; i < (stream ? 1 : UNSENT_PER_TURN); i++) {
      if (generation.end() != Generation.End.NONE) {
        reply.end(generation);
        response.end(reply.take());
        active.decrementAndGet();
        return;
      }
      generation.step(reply);
    }
    Buffer made = stream ? reply.take() : Buffer.buffer();
    if (made.length() > 0) {
      response.write(made);
    }
    waiting = stream && response.writeQueueFull();
    if (!waiting) {
      context.runOnContext(_ -> turn());
    }
  }
}
