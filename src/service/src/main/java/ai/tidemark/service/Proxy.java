package ai.tidemark.service;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.core.token.Tokenizers;
import ai.tidemark.keys.log.LogWriter;
import ai.tidemark.service.config.ProxyConfig;
import ai.tidemark.service.config.TenantConfig;
import ai.tidemark.service.config.UpstreamConfig;
import ai.tidemark.service.front.Desk;
import ai.tidemark.service.front.FrontDoor;
import ai.tidemark.service.front.GatewayKeys;
import ai.tidemark.service.front.InFlight;
import ai.tidemark.service.front.Tenants;
import ai.tidemark.service.ledger.Ledgers;
import ai.tidemark.service.record.RecordLog;
import ai.tidemark.service.upstream.Engine;
import ai.tidemark.service.upstream.LlamaEngine;
import ai.tidemark.service.upstream.Upstream;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy. {@link #close} lets the answers under way end, cuts short those that take too
 * long, and keeps every record; it may be called from a shutdown hook, and more than once.
 */
public final class Proxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final ProxyConfig config;
  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger port = new AtomicInteger();
  private boolean closed;

  private Proxy(ProxyConfig config) {
    this.config = config;
  }

  /**
   * Starts a proxy and returns once it listens. Upstreams need not be there yet: {@code
   * /health/ready} says whether they are.
   *
   * @throws BadInputException if a file it needs cannot be used, or it cannot listen
   */
  public static Proxy start(ProxyConfig config) {
    return start(config, Tokenizers::open, Proxy::engine);
  }

  /** Starts a proxy with tokenizers and engines of the caller's own: for tests. */
  static Proxy start(
      ProxyConfig config, Function<String, Tokenizer> tokenizers, Engine.Factory engines) {
    return start(config, tokenizers, engines, LogWriter.Options.USUAL, Proxy::every);
  }

  /**
   * Starts a proxy whose ledgers are on a disk and under a timer of the caller's own: for tests.
   */
  static Proxy start(
      ProxyConfig config,
      Function<String, Tokenizer> tokenizers,
      Engine.Factory engines,
      LogWriter.Options disk,
      RootTimer timer) {
    Proxy proxy = new Proxy(config);
    try {
      proxy.open(tokenizers, engines, disk, timer);
      return proxy;
    } catch (RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  /** When the roots of ledgers are logged. */
  @FunctionalInterface
  interface RootTimer {
    /** Has them logged at an interval, on threads that may wait, as long as a Vert.x is there. */
    void every(Vertx vertx, Duration interval, Supplier<CompletableFuture<Void>> roots);
  }

  private static void every(
      Vertx vertx, Duration interval, Supplier<CompletableFuture<Void>> roots) {
    Runnable task =
        () -> {
          var _ = roots.get();
        };
    long _ = vertx.setPeriodic(interval.toMillis(), _ -> Thread.startVirtualThread(task));
  }

  private void open(
      Function<String, Tokenizer> tokenizers,
      Engine.Factory engines,
      LogWriter.Options disk,
      RootTimer timer) {
    Profile profile = Profile.read(config.profile());
    Tokenizer tokenizer = tokenizers.apply(config.tokenizer());
    profile.require(tokenizer);
    List<String> tenants = config.tenants().stream().map(TenantConfig::name).toList();
    GatewayKeys keys = keep(GatewayKeys.open(config.keys(), tenants));
    RecordLog records = keep(RecordLog.open(config.records()));
    Optional<Ledgers> ledgers =
        config.ledger().map(c -> keep(Ledgers.open(c, tenants, InstantSource.system(), disk)));
    if (ledgers.isEmpty()) {
      LOG.info("no ledger is kept: the configuration names none");
    }
    Vertx vertx = vertx();
    closers.push(() -> finish(vertx.close()));
    ledgers.ifPresent(l -> timer.every(vertx, config.ledger().orElseThrow().roots(), l::roots));
    Map<String, Upstream> upstreams = upstreams(engines, tokenizer, vertx);
    Desk desk =
        new Desk(
            config.limits(),
            profile,
            keys,
            new Tenants(config.tenants()),
            upstreams,
            records,
            ledgers,
            inFlight,
            client(vertx),
            InstantSource.system(),
            new SecureRandom());
    watch(List.copyOf(upstreams.values()), keys);
    listen(vertx, desk);
    closers.push(() -> inFlight.stop(config.limits().drain()));
    LOG.info("listening at {}", uri());
  }

  private static Engine engine(UpstreamConfig config, Tokenizer tokenizer, Vertx vertx) {
    return switch (config.dialect()) {
      case LLAMA_CPP -> new LlamaEngine(config, tokenizer, vertx);
    };
  }

  private <T extends AutoCloseable> T keep(T resource) {
    closers.push(resource);
    return resource;
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private HttpClient client(Vertx vertx) {
    int most = config.upstreams().stream().mapToInt(UpstreamConfig::maxConcurrent).max().orElse(1);
    return vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(most));
  }

  private Map<String, Upstream> upstreams(
      Engine.Factory engines, Tokenizer tokenizer, Vertx vertx) {
    Map<String, Upstream> byModel = new LinkedHashMap<>();
    for (UpstreamConfig c : config.upstreams()) {
      Upstream upstream = keep(new Upstream(c, engines.open(c, tokenizer, vertx)));
      c.models().forEach(model -> byModel.put(model, upstream));
    }
    return byModel;
  }

  /** Asks each upstream now, and again while it is idle or not ready; looks for other keys. */
  private void watch(List<Upstream> upstreams, GatewayKeys keys) {
    ScheduledExecutorService watcher =
        Executors.newScheduledThreadPool(
            config.upstreams().size() + 1, Thread.ofVirtual().name("tidemark-watch-", 0).factory());
    closers.push(watcher::shutdownNow);
    ScheduledFuture<?> _ =
        watcher.scheduleWithFixedDelay(
            keys::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    for (Upstream upstream : upstreams.stream().distinct().toList()) {
      ScheduledFuture<?> _ =
          watcher.scheduleWithFixedDelay(
              upstream::refresh, 0, REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void listen(Vertx vertx, Desk desk) {
    try {
      finish(
          vertx.deployVerticle(
              () -> new FrontDoor(config.listen(), desk, port::set),
              new DeploymentOptions()
                  .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)
                  .setInstances(Runtime.getRuntime().availableProcessors())));
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BadInputException(
          config.listen().host() + ":" + config.listen().port(),
          "cannot listen here: " + cause.getMessage(),
          e);
    }
  }

  private static void finish(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  /** Returns where it listens, for example {@code http://127.0.0.1:8080}. */
  public URI uri() {
    try {
      return new URI("http", null, config.listen().host(), port.get(), null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the configured host makes no URI", e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!closers.isEmpty()) {
      try {
        closers.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // go on closing, without waiting
      } catch (Exception e) {
        LOG.error("while stopping: {}", e.getClass().getName(), e);
      }
    }
  }
}
