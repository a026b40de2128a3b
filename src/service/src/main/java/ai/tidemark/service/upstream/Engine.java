package ai.tidemark.service.upstream;

import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.UpstreamConfig;
import io.vertx.core.Vertx;

/** An inference engine that can be asked what it is able to do. */
public interface Engine extends AutoCloseable {
  /**
   * Asks the engine what it can do and returns the best strategy for it. Called on a virtual
   * thread; blocks.
   *
   * @throws UpstreamException if it cannot be reached, or cannot be made to mark
   */
  Strategy probe() throws UpstreamException;

  /**
   * Asks whether an engine that was probed is still there; cheap.
   *
   * @throws UpstreamException if it is not
   */
  void check() throws UpstreamException;

  /** Gives up its connections. */
  @Override
  void close();

  /** Opens engines. */
  @FunctionalInterface
  interface Factory {
    /**
     * Prepares to talk to an engine; does not talk to it yet.
     *
     * @param tokenizer the profile's
     * @param vertx whose event loops to use
     */
    Engine open(UpstreamConfig config, Tokenizer tokenizer, Vertx vertx);
  }
}
