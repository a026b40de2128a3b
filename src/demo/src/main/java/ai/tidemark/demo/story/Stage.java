package ai.tidemark.demo.story;

import ai.tidemark.core.token.Cl100k;
import ai.tidemark.demo.model.DemonstrationModel;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.server.DemoServer;
import ai.tidemark.service.Proxy;
import ai.tidemark.service.config.Limits;
import ai.tidemark.service.config.ProxyConfig;
import ai.tidemark.service.config.TenantConfig;
import ai.tidemark.service.config.TokenDigest;
import ai.tidemark.service.config.UpstreamConfig;
import ai.tidemark.service.policy.Policy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The two servers of the demonstration, on free loopback ports: the model, and the proxy. */
public final class Stage implements AutoCloseable {
  /**
   * Candidates the proxy asks for at each position. More than usual, because a 3-gram spreads its
   * probability wide: 64 leave out 0.31 of it, and then answers share more of their phrases.
   */
  private static final int TOP_N = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Proxy proxy;
  private final String bearerToken;

  private Stage(Vertx vertx, Proxy proxy, String bearerToken) {
    this.vertx = vertx;
    this.proxy = proxy;
    this.bearerToken = bearerToken;
  }

  /**
   * Starts both servers.
   *
   * @param files its profile and keys must exist
   * @throws ai.tidemark.core.BadInputException if one of them cannot start
   */
  public static Stage open(NGramModel model, DemoFiles files) {
    Vertx vertx = Vertx.vertx();
    try {
      DemoServer server =
          await(DemoServer.start(vertx, DemonstrationModel.ID, model, Cl100k.get(), 0));
      byte[] secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      String bearerToken = HexFormat.of().formatHex(secret);
      Proxy proxy = Proxy.start(configuration(files, server, bearerToken));
      return new Stage(vertx, proxy, bearerToken);
    } catch (RuntimeException e) {
      await(vertx.close());
      throw e;
    }
  }

  private static ProxyConfig configuration(DemoFiles files, DemoServer server, String bearerToken) {
    UpstreamConfig upstream =
        new UpstreamConfig(
            "demonstration",
            UpstreamConfig.Dialect.LLAMA_CPP,
            URI.create(server.address()),
            List.of(DemonstrationModel.ID),
            TOP_N,
            UpstreamConfig.DEFAULT_MAX_CONCURRENT,
            PATIENCE,
            PATIENCE,
            PATIENCE);
    TenantConfig tenant =
        new TenantConfig(Cast.ASKING, TokenDigest.ofToken(bearerToken), Policy.REFUSE_ALL);
    return new ProxyConfig(
        ProxyConfig.Listen.ANY_LOOPBACK_PORT,
        files.profile(),
        files.keys(),
        Cl100k.NAME,
        files.records(),
        Optional.empty(), // a ledger belongs to a node that stays
        List.of(upstream),
        List.of(tenant),
        Limits.DEFAULT);
  }

  /** Returns the address of the proxy's API. */
  public String api() {
    return proxy.uri() + "/v1";
  }

  /** Returns a client of the tenant who asks. */
  Client client() {
    return new Client(api(), DemonstrationModel.ID, bearerToken);
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    proxy.close();
    await(vertx.close());
  }
}
