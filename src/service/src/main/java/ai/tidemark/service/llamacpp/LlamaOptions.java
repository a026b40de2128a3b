package ai.tidemark.service.llamacpp;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach one llama.cpp server.
 *
 * @param base http or https, host, optional port and path; no query, no user
 * @param apiKey sent as a bearer token
 * @param maxConnections most connections open at once, at least 1; further requests wait
 * @param connectTimeout for a connection to open
 * @param firstEventTimeout for the first token of a request, prompt processing included
 * @param eventTimeout between tokens; comments that keep a connection alive do not count
 */
public record LlamaOptions(
    URI base,
    Optional<String> apiKey,
    int maxConnections,
    Duration connectTimeout,
    Duration firstEventTimeout,
    Duration eventTimeout) {

  /** Validates. */
  public LlamaOptions {
    String scheme = base.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme))
        || base.getHost() == null
        || base.getRawQuery() != null
        || base.getRawFragment() != null
        || base.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "base must be http:// or https:// with a host and no user, query or fragment");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections must be at least 1, but is " + maxConnections);
    }
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("firstEventTimeout", firstEventTimeout);
    requirePositive("eventTimeout", eventTimeout);
  }

  /** 64 connections; 5 seconds to connect, 5 minutes to the first token, 1 between tokens. */
  public static LlamaOptions of(URI base) {
    return new LlamaOptions(
        base,
        Optional.empty(),
        64,
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1));
  }

  /** Returns a copy that sends a bearer token. */
  public LlamaOptions withApiKey(String key) {
    return new LlamaOptions(
        base, Optional.of(key), maxConnections, connectTimeout, firstEventTimeout, eventTimeout);
  }

  /** Returns a copy with other limits on the first token and on the time between tokens. */
  public LlamaOptions withTimeouts(Duration firstEvent, Duration event) {
    return new LlamaOptions(base, apiKey, maxConnections, connectTimeout, firstEvent, event);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, but is " + value);
    }
  }

  @Override
  public String toString() {
    return "LlamaOptions[" + base + "]"; // never the key
  }
}
