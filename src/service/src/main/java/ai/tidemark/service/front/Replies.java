package ai.tidemark.service.front;

import ai.tidemark.service.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Short replies. */
final class Replies {
  private Replies() {}

  /** Sends JSON with a status. */
  static void json(HttpServerResponse response, int status, byte[] json) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("content-type", "application/json")
          .end(Buffer.buffer(json));
    }
  }

  /** Sends an error; nothing of an answer has gone out yet. */
  static void error(HttpServerResponse response, ApiError error) {
    error.headers().forEach(response::putHeader);
    json(response, error.status(), error.body());
  }
}
