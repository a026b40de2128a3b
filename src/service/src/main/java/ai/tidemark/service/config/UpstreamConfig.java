package ai.tidemark.service.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * An inference engine.
 *
 * @param name for people: messages, records, readiness
 * @param dialect how it is spoken to
 * @param url {@code http://HOST:PORT}, no path
 * @param models names of the models it serves, at least one
 * @param topN most probable candidates asked for at each position; the answer is drawn from them
 * @param maxConcurrent most answers in flight; more are told to come back
 * @param connectTimeout longest wait for a connection
 * @param firstTokenTimeout longest wait for the first token, prompt processing included; for a
 *     request that is passed through, longest silence
 * @param idleTimeout longest silence of the engine between two tokens of a draft
 */
public record UpstreamConfig(
    String name,
    Dialect dialect,
    URI url,
    List<String> models,
    int topN,
    int maxConcurrent,
    Duration connectTimeout,
    Duration firstTokenTimeout,
    Duration idleTimeout) {

  /** Candidates asked for unless said otherwise. */
  public static final int DEFAULT_TOP_N = 64;

  /** Answers in flight unless said otherwise. */
  public static final int DEFAULT_MAX_CONCURRENT = 16;

  static final Duration CONNECT = Duration.ofSeconds(5);
  static final Duration FIRST_TOKEN = Duration.ofMinutes(5);
  static final Duration IDLE = Duration.ofMinutes(1);

  /** How an engine is spoken to. */
  public enum Dialect {
    /** llama.cpp's HTTP server. */
    LLAMA_CPP
  }

  /** Copies. */
  public UpstreamConfig {
    models = List.copyOf(models);
  }

  /** An engine with default settings. */
  public static UpstreamConfig llamaCpp(String name, URI url, List<String> models) {
    return new UpstreamConfig(
        name,
        Dialect.LLAMA_CPP,
        url,
        models,
        DEFAULT_TOP_N,
        DEFAULT_MAX_CONCURRENT,
        CONNECT,
        FIRST_TOKEN,
        IDLE);
  }
}
