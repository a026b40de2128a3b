package ai.tidemark.demo.server;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

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
  private boolean gone;

  private Pump(Context context, HttpServerResponse response, Generation generation, Reply reply) {
    this.context = context;
    this.response = response;
    this.generation = generation;
    this.reply = reply;
  }

  /** Starts sending an answer. Called on the event loop of the context. */
  static void start(
      Context context, HttpServerResponse response, Generation generation, Reply reply) {
    Pump pump = new Pump(context, response, generation, reply);
    response.closeHandler(_ -> pump.gone = true);
    response.exceptionHandler(_ -> pump.gone = true);
    response.putHeader("Content-Type", reply.contentType());
    if (generation.request().stream()) {
      response.setChunked(true);
    }
    reply.begin();
    pump.turn();
  }

  private void turn() {
    if (gone || response.closed()) {
      return;
    }
    boolean stream = generation.request().stream();
    for (int i = 0; i < (stream ? 1 : UNSENT_PER_TURN); i++) {
      if (generation.end() != Generation.End.NONE) {
        reply.end(generation);
        response.end(reply.take());
        return;
      }
      generation.step(reply);
    }
    Buffer made = stream ? reply.take() : Buffer.buffer();
    if (made.length() > 0) {
      response.write(made);
    }
    if (stream && response.writeQueueFull()) {
      response.drainHandler(_ -> turn());
    } else {
      context.runOnContext(_ -> turn());
    }
  }
}
