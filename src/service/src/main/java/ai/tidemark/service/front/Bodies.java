package ai.tidemark.service.front;

import ai.tidemark.service.openai.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/** Reads a body into memory up to a limit; what comes after the limit is read and dropped. */
final class Bodies {
  private Bodies() {}

  /**
   * Reads a body. Call before anything else waits, or on a paused stream.
   *
   * @param limit most bytes
   * @param patience longest time for all of it
   * @return the body; fails with {@link ApiError} if it is too large or too slow
   */
  static Future<Buffer> read(Vertx vertx, ReadStream<Buffer> stream, int limit, Duration patience) {
    Promise<Buffer> body = Promise.promise();
    Buffer collected = Buffer.buffer();
    long timer = vertx.setTimer(patience.toMillis(), _ -> body.tryFail(ApiError.slowBody()));
    stream.exceptionHandler(body::tryFail);
    stream.endHandler(_ -> body.tryComplete(collected));
    stream.handler(
        chunk -> {
          if (body.future().isComplete()) {
            return;
          }
          if (collected.length() + chunk.length() > limit) {
            body.tryFail(ApiError.tooLarge(limit));
          } else {
            collected.appendBuffer(chunk);
          }
        });
    stream.resume();
    return body.future().onComplete(_ -> vertx.cancelTimer(timer));
  }
}
