package ai.tidemark.demo.server;

import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.demo.model.NGramModel;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The demonstration upstream: an n-gram model behind llama.cpp's HTTP dialect. Listens on the
 * loopback address only.
 */
public final class DemoServer {
  /** Where it listens. */
  public static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final String deployment;
  private final int port;

  private DemoServer(Vertx vertx, String deployment, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
  }

  /**
   * Starts a server.
   *
   * @param name what the model calls itself
   * @param port where to listen, 0 = any free port
   * @param loops event loops that share the port, at least 1
   */
  public static Future<DemoServer> start(
      Vertx vertx, String name, NGramModel model, Tokenizer tokenizer, int port, int loops) {
    ServedModel served = new ServedModel(name, model, tokenizer);
    JsonPieces pieces = new JsonPieces(tokenizer);
    AtomicInteger actualPort = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new ModelVerticle(served, pieces, port, actualPort),
            new DeploymentOptions().setInstances(loops))
        .map(deployment -> new DemoServer(vertx, deployment, actualPort.get()));
  }

  /** Returns the port. */
  public int port() {
    return port;
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
