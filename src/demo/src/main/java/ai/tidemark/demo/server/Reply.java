package ai.tidemark.demo.server;

import io.vertx.core.buffer.Buffer;

/** Puts an answer into the bytes of one dialect. */
interface Reply extends Generation.Listener {
  /** Returns the value of the header Content-Type. */
  String contentType();

  /** Writes what comes before the first token. */
  default void begin() {}

  /** Writes what comes after the last token. */
  void end(Generation generation);

  /** Returns what was written since the last call and may be sent now. */
  Buffer take();
}
