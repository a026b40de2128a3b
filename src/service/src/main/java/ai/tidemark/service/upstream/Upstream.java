package ai.tidemark.service.upstream;

import ai.tidemark.service.answer.Strategy;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.config.UpstreamConfig;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One engine: whether it is ready, what it can do, and how many answers it has in flight. */
public final class Upstream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  private final UpstreamConfig config;
  private final Engine engine;
  private final Semaphore places;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ReentrantLock probing = new ReentrantLock();
  private volatile @Nullable Strategy strategy;
  private volatile UpstreamException.@Nullable Kind lastFailure;

  /** An engine not asked yet. */
  public Upstream(UpstreamConfig config, Engine engine) {
    this.config = config;
    this.engine = engine;
    this.places = new Semaphore(config.maxConcurrent());
  }

  /** Returns how it is configured. */
  public UpstreamConfig config() {
    return config;
  }

  /** Takes a place for an answer, if there is one; {@link #leave} gives it back. */
  public boolean tryEnter() {
    if (!places.tryAcquire()) {
      return false;
    }
    inFlight.incrementAndGet();
    return true;
  }

  /** Gives a place back. */
  public void leave() {
    inFlight.decrementAndGet();
    places.release();
  }

  /** Returns whether the last thing heard of it was good. */
  public boolean ready() {
    return strategy != null;
  }

  /** Returns what is missing, in words, or nothing if it is ready. */
  public Optional<UpstreamException.Kind> lastFailure() {
    return ready() ? Optional.empty() : Optional.ofNullable(lastFailure);
  }

  /**
   * Returns how answers are marked, asking the engine first if it has not said yet.
   *
   * @throws UpstreamException if it cannot say
   */
  public Strategy strategy() throws UpstreamException {
    Strategy known = strategy;
    return known != null ? known : probe();
  }

  private Strategy probe() throws UpstreamException {
    probing.lock();
    try {
      Strategy known = strategy;
      if (known != null) {
        return known;
      }
      Strategy found = engine.probe();
      strategy = found;
      lastFailure = null;
      LOG.info("upstream {} is ready: {}", config.name(), found.name());
      return found;
    } catch (UpstreamException e) {
      failed(e);
      throw e;
    } finally {
      probing.unlock();
    }
  }

  /**
   * Takes note of a failure. After one that means the engine is not there it counts as not ready
   * until it has been asked again.
   */
  public void failed(UpstreamException e) {
    boolean absent =
        switch (e.kind()) {
          case UNREACHABLE, TIMEOUT -> true;
          case REFUSED, TRUNCATED, MALFORMED -> strategy == null;
        };
    if (absent) {
      if (lastFailure != e.kind()) {
        LOG.warn("upstream {} is not ready: {}", config.name(), e.getMessage());
      }
      lastFailure = e.kind();
      strategy = null;
    }
  }

  /** Asks again where that is worth it: while it is not ready, or idle. Blocks. */
  public void refresh() {
    try {
      if (!ready()) {
        probe();
      } else if (inFlight.get() == 0) {
        engine.check();
      }
    } catch (UpstreamException e) {
      failed(e);
      if (ready()) { // an idle engine that refuses even to be asked
        lastFailure = e.kind();
        strategy = null;
        LOG.warn("upstream {} is not ready: {}", config.name(), e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("upstream {} could not be asked", config.name(), e); // and is asked again later
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
