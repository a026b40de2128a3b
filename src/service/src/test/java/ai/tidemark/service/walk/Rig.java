package ai.tidemark.service.walk;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerRequest;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.llamacpp.LlamaOptions;
import ai.tidemark.service.llamacpp.LlamaServer;
import ai.tidemark.testkit.engine.StandInEngine;
import ai.tidemark.testkit.engine.StandInModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A stand-in engine and a walk on it. */
final class Rig implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final StandInEngine engine;
  final LlamaServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A rig whose timeouts no test reaches. */
  Rig(StandInModel model, int slots) {
    this(model, slots, 64, Duration.ofSeconds(30));
  }

  Rig(StandInModel model, int slots, int connections, Duration timeout) {
    engine = new StandInEngine(model, slots);
    LlamaOptions options = LlamaOptions.of(engine.uri());
    server =
        new LlamaServer(
            vertx,
            new LlamaOptions(
                options.base(),
                options.apiKey(),
                connections,
                options.connectTimeout(),
                timeout,
                timeout));
    onVirtualThread(() -> server.probe(model.vocabulary(), 16));
    engine.completions().clear();
  }

  /** What came of one answer. */
  record Walked(Answer answer, Marker marker, List<String> pieces) {
    String text() {
      return String.join("", pieces);
    }
  }

  Walked walk(WalkOptions options, AnswerRequest request, Marker marker)
      throws UpstreamException, ClientGoneException {
    Pieces pieces = new Pieces();
    Answer answer = new Walk(server, options).answer(request, marker, pieces);
    return new Walked(answer, marker, pieces.list);
  }

  /** Runs on a virtual thread, as the service does, and hands on what it throws. */
  <T> T onVirtualThread(Callable<T> task) {
    return get(start(task));
  }

  <T> Future<T> start(Callable<T> task) {
    return threads.submit(task);
  }

  static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A marker whose keys and plain draws are a function of the seed. */
  static Marker marker(Contexts.Coined contexts, long seed) {
    Random random = new Random(seed);
    byte[] fleet = new byte[DrawKey.BYTES];
    byte[] tenant = new byte[DrawKey.BYTES];
    random.nextBytes(fleet);
    random.nextBytes(tenant);
    return new Marker(contexts, DrawKey.copyOf(fleet), DrawKey.copyOf(tenant), random);
  }

  @Override
  public void close() {
    server.close();
    engine.close();
    threads.close();
    vertx.close().await();
  }

  /** A client that takes everything. */
  static final class Pieces implements AnswerSink {
    final List<String> list = new ArrayList<>();

    @Override
    public void text(String piece) {
      list.add(piece);
    }

    @Override
    public void onGone(Runnable abort) {
      // stays
    }
  }
}
