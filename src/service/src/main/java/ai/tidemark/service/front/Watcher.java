package ai.tidemark.service.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.service.record.AnswerRecord.Tokens;
import io.vertx.core.buffer.Buffer;

/** Looks at an answer that passes by: its token counts, and whether it came to its end. */
final class Watcher {
  private static final int TAIL = 64;

  private final UsageReader prompt = new UsageReader("prompt_tokens");
  private final UsageReader completion = new UsageReader("completion_tokens");
  private String tail = "";

  /** Takes what has come. */
  void take(Buffer chunk) {
    prompt.take(chunk);
    completion.take(chunk);
    int from = Math.max(0, chunk.length() - TAIL);
    String joined = tail + chunk.getBuffer(from, chunk.length()).toString(UTF_8);
    tail = joined.substring(Math.max(0, joined.length() - TAIL));
  }

  /** Returns the counts as far as the engine gave them. */
  Tokens tokens() {
    return new Tokens(prompt.value(), completion.value());
  }

  /** Returns whether a stream of events ended with its end marker. */
  boolean streamIsComplete() {
    return tail.stripTrailing().endsWith("data: [DONE]");
  }
}
