package ai.tidemark.service.front;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A write stream that lets someone look at what flows through. */
final class Tap implements WriteStream<Buffer> {
  private final WriteStream<Buffer> to;
  private final Consumer<Buffer> watcher;

  Tap(WriteStream<Buffer> to, Consumer<Buffer> watcher) {
    this.to = to;
    this.watcher = watcher;
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    watcher.accept(chunk);
    return to.write(chunk);
  }

  @Override
  public Future<Void> end() {
    return to.end();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    to.exceptionHandler(handler);
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int most) {
    to.setWriteQueueMaxSize(most);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return to.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    to.drainHandler(handler);
    return this;
  }
}
