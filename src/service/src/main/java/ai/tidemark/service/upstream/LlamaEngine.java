package ai.tidemark.service.upstream;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.service.config.UpstreamConfig;
import ai.tidemark.service.llamacpp.LlamaOptions;
import ai.tidemark.service.llamacpp.LlamaServer;
import ai.tidemark.service.walk.Walk;
import ai.tidemark.service.walk.WalkOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** llama.cpp's server, made to mark by the walk. */
public final class LlamaEngine implements Engine {
  private static final int SPARE_CONNECTIONS = 4; // probes, and calls that end while others begin

  private final UpstreamConfig config;
  private final Tokenizer tokenizer;
  private final LlamaServer server;
  private final HttpClientAgent health;

  /** An engine not asked yet. */
  public LlamaEngine(UpstreamConfig config, Tokenizer tokenizer, Vertx vertx) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.server =
        new LlamaServer(
            vertx,
            new LlamaOptions(
                config.url(),
                Optional.empty(),
                config.maxConcurrent() + SPARE_CONNECTIONS,
                config.connectTimeout(),
                config.firstTokenTimeout(),
                config.idleTimeout()));
    this.health =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) config.connectTimeout().toMillis()));
  }

  @Override
  public Strategy probe() throws UpstreamException {
    try {
      server.probe(tokenizer, config.topN());
    } catch (BadInputException e) {
      throw new UpstreamException(Kind.MALFORMED, "wrong tokenizer: " + e.getMessage(), e);
    }
    return new Walk(server, new WalkOptions(config.topN(), WalkOptions.DEFAULT.draftLength()));
  }

  @Override
  public void check() throws UpstreamException {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(config.url().getHost())
            .setPort(config.url().getPort())
            .setURI("/health");
    int status =
        health
            .request(request)
            .compose(r -> r.send().compose(LlamaEngine::status))
            .timeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .recover(
                t ->
                    Future.failedFuture(
                        new UpstreamException(
                            Kind.UNREACHABLE,
                            config.url() + "/health: " + t.getClass().getSimpleName(),
                            t)))
            .await();
    if (status != 200) {
      throw new UpstreamException(
          Kind.REFUSED, config.url() + "/health answered with status " + status);
    }
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.end().map(_ -> response.statusCode());
  }

  @Override
  public void close() {
    server.close();
    health.shutdown(0, TimeUnit.SECONDS);
  }
}
