package ai.tidemark.service.config;

import java.time.Duration;

/**
 * Sizes and times.
 *
 * @param bodyBytes most bytes of a request body
 * @param maxTokens most tokens of an answer; a chat request that names no limit gets this one
 * @param ping a stream that has been silent this long gets an SSE comment; an upstream that fails
 *     before the first one still gets a proper HTTP status
 * @param stall a client that takes nothing for this long counts as gone
 * @param drain how long answers in flight may go on after the proxy was told to stop
 */
public record Limits(int bodyBytes, int maxTokens, Duration ping, Duration stall, Duration drain) {
  /** 4 MiB, 4,096 tokens, ping after 10 s, stall after 60 s, drain for 10 s. */
  public static final Limits DEFAULT =
      new Limits(
          4 << 20, 4096, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
