package ai.tidemark.demo.server;

import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.demo.model.NGramModel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The demonstration upstream: an n-gram model behind llama.cpp's HTTP dialect, on one event loop.
 * Listens on the loopback address only.
 */
public final class DemoServer {
  /** Where it listens. */
  public static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final String deployment;
  private final int port;
  private final AtomicInteger active;

  private DemoServer(Vertx vertx, String deployment, int port, AtomicInteger active) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
    this.active = active;
  }

  /**
   * Starts a server.
   *
   * @param name what the model calls itself
   * @param port where to listen, 0 = any free port
   */
  public static Future<DemoServer> start(
      Vertx vertx, String name, NGramModel model, Tokenizer tokenizer, int port) {
    AtomicInteger active = new AtomicInteger();
    ModelVerticle verticle =
        new ModelVerticle(new ServedModel(name, model, tokenizer), port, active);
    return vertx
        .deployVerticle(verticle)
        .map(deployment -> new DemoServer(vertx, deployment, verticle.actualPort(), active));
  }

  /** Returns the port. */
  public int port() {
    return port;
  }

  /** Returns how many answers are in the making. */
  public int active() {
    return active.get();
  }

  /** Returns the address without a path, for example {@code http://127.0.0.1:40115}. */
  public String address() {
    return "http://" + HOST + ":" + port;
  }

  /** Stops listening and closes every connection. */
  public Future<Void> close() {
    return vertx.undeploy(deployment);
  }
}
