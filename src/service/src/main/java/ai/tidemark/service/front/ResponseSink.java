package ai.tidemark.service.front;

import ai.tidemark.service.answer.Answer;
import ai.tidemark.service.answer.AnswerSink;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.openai.AnswerFormat;
import ai.tidemark.service.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer to its client as it comes. At most {@link #WINDOW} bytes wait for the client;
 * the strategy's thread waits for room, and that is the back-pressure. The head goes out with the
 * first piece, or with the first ping, so that an earlier failure still gets its HTTP status.
 */
final class ResponseSink implements AnswerSink {
  /** Most bytes on their way to a client. */
  static final int WINDOW = 64 << 10;

  /** Why an answer is cut short. */
  enum Cut {
    /** The client closed the connection, or took nothing for too long. */
    CLIENT_GONE,
    /** The proxy is stopping. */
    STOPPING
  }

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final AnswerFormat format;
  private final Duration stall;
  private final Semaphore room = new Semaphore(WINDOW);
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> abort = new AtomicReference<>();
  private boolean headSent;
  private boolean quiet = true;

  ResponseSink(HttpServerRequest request, AnswerFormat format, Duration stall) {
    this.request = request;
    this.response = request.response();
    this.format = format;
    this.stall = stall;
    response.closeHandler(_ -> cut(Cut.CLIENT_GONE));
    response.exceptionHandler(_ -> cut(Cut.CLIENT_GONE));
    if (response.closed()) {
      cut(Cut.CLIENT_GONE);
    }
  }

  @Override
  public void text(String piece) throws ClientGoneException {
    writing.lock();
    try {
      sendHead();
      send(format.piece(piece));
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void onGone(Runnable action) {
    abort.set(action);
    if (cut.get() != null) {
      runAbort();
    }
  }

  /** Returns why the answer was cut short, if it was. */
  Optional<Cut> cut() {
    return Optional.ofNullable(cut.get());
  }

  /** Cuts the answer short: the strategy's abort runs, and its next piece is refused. */
  void cut(Cut why) {
    if (cut.compareAndSet(null, why)) {
      room.release(WINDOW); // whoever waits for room finds out
      runAbort();
    }
  }

  private void runAbort() {
    Runnable action = abort.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  /** Tells a silent stream's client that the engine is still at work. */
  void ping() {
    if (!writing.tryLock()) {
      return; // a piece is being written
    }
    try {
      byte[] ping = format.ping();
      if (quiet && ping.length > 0 && room.availablePermits() == WINDOW && cut.get() == null) {
        startHead();
        write(Buffer.buffer(ping));
      }
      quiet = true;
    } finally {
      writing.unlock();
    }
  }

  /** Completes the answer. */
  void finish(Answer answer) throws ClientGoneException {
    writing.lock();
    try {
      sendHead();
      send(format.tail(answer));
      response.end();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reports a failure: with its HTTP status if nothing has gone out, as an event in a stream, and
   * by breaking off a plain answer. The connection is closed in the latter two cases.
   */
  void fail(ApiError error) {
    writing.lock();
    try {
      if (cut.get() == Cut.CLIENT_GONE) {
        request.connection().close();
      } else if (!response.headWritten()) {
        response.setChunked(false);
        response.headers().remove("content-type");
        Replies.error(response, error);
      } else if (format.failure(error).length > 0) {
        response
            .write(Buffer.buffer(format.failure(error)))
            .compose(_ -> response.end())
            .onComplete(_ -> request.connection().close());
      } else {
        request.connection().close();
      }
    } finally {
      writing.unlock();
    }
  }

  private void sendHead() throws ClientGoneException {
    if (!headSent) {
      headSent = true;
      startHead();
      send(format.head());
    }
  }

  private void startHead() {
    if (!response.headWritten()) {
      response
          .setChunked(true)
          .putHeader("content-type", format.contentType())
          .putHeader("cache-control", "no-cache")
          .putHeader("x-accel-buffering", "no"); // nginx would hold the stream back
    }
  }

  private void send(byte[] bytes) throws ClientGoneException {
    quiet = false;
    for (int from = 0; from < bytes.length; from += WINDOW) {
      int n = Math.min(WINDOW, bytes.length - from);
      awaitRoom(n);
      write(Buffer.buffer(n).appendBytes(bytes, from, n));
    }
  }

  private void awaitRoom(int bytes) throws ClientGoneException {
    try {
      if (!room.tryAcquire(bytes, stall.toNanos(), TimeUnit.NANOSECONDS)) {
        cut(Cut.CLIENT_GONE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut(Cut.CLIENT_GONE);
    }
    if (cut.get() != null) {
      throw new ClientGoneException();
    }
  }

  private void write(Buffer buffer) {
    response
        .write(buffer)
        .onComplete(
            written -> {
              room.release(buffer.length());
              if (written.failed()) {
                cut(Cut.CLIENT_GONE);
              }
            });
  }
}
