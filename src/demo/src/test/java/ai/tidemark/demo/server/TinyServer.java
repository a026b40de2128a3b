package ai.tidemark.demo.server;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.model.NGramTrainer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server with a model of four short texts, and somebody who talks to it. */
final class TinyServer implements AutoCloseable {
  static final int END = 100_257;

  final NGramModel model;
  final DemoServer server;
  final Caller caller;
  private final Vertx vertx = Vertx.vertx();

  TinyServer() {
    NGramTrainer trainer = new NGramTrainer(END);
    for (String text :
        List.of(
            "One two three four five six seven eight nine ten.",
            "One two three four five six seven. Stop here now, please.",
            "A bird \uD83E\uDDA9 flew.", // a flamingo, more than one token
            "Round and round and round and round it goes.")) {
      TokenBuffer ids = new TokenBuffer();
      Cl100k.get().encode(text, ids);
      trainer.add(ids, 0);
    }
    model = trainer.train();
    server = await(DemoServer.start(vertx, "tiny", model, Cl100k.get(), 0));
    caller = new Caller(server.address());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    caller.close();
    await(server.close());
    await(vertx.close());
  }
}
