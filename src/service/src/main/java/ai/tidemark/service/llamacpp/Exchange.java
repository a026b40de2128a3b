package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request whose answer is read as it arrives, by one virtual thread. {@link #abort} may come
 * from any thread and closes the connection at once.
 *
 * <p>A slow reader does not slow the engine inside one answer: what has come waits here, which is
 * at most one draft, and the next is not asked for before it is read. (Pausing the response instead
 * loses its end: Vert.x 5.1.6 fails a paused response with "Connection was closed" when the server
 * closes after having sent everything.)
 */
final class Exchange implements AutoCloseable {
  private static final int MOST_CONNECTS = 3;
  private static final long TAIL_MILLIS = 1000; // for the end of a body after its last event
  private static final long MOST_WAITING_BYTES = 64 << 20;

  private final Vertx vertx;
  private final String what;
  private final ArrayDeque<Buffer> arrived = new ArrayDeque<>();
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Throwable failure;
  private @Nullable Promise<Void> change;
  private long waiting; // bytes arrived and not read
  private boolean ended;
  private boolean aborted;
  private boolean finishing;

  private Exchange(Vertx vertx, String what) {
    this.vertx = vertx;
    this.what = what;
  }

  /**
   * Sends a request; {@link #status} waits for the head of the answer.
   *
   * @param what names the request in messages
   * @param body empty for GET
   */
  static Exchange send(
      Vertx vertx, HttpClient client, RequestOptions options, Buffer body, String what) {
    Exchange exchange = new Exchange(vertx, what);
    connect(client, options, MOST_CONNECTS)
        .onComplete(request -> exchange.connected(request, body), exchange::failed);
    return exchange;
  }

  /**
   * The pool may hand out a connection that is being closed at the same moment. Nothing has been
   * sent then, so another one is taken.
   */
  private static Future<HttpClientRequest> connect(
      HttpClient client, RequestOptions options, int attempts) {
    return client
        .request(options)
        .recover(
            t ->
                t instanceof HttpClosedException && attempts > 1
                    ? connect(client, options, attempts - 1)
                    : Future.failedFuture(t));
  }

  private void connected(HttpClientRequest connected, Buffer body) {
    connected.exceptionHandler(this::failed);
    boolean late;
    synchronized (this) {
      request = connected;
      late = aborted;
    }
    if (late) {
      connected.reset();
    } else {
      connected.send(body).onComplete(this::answered, this::failed);
    }
  }

  private void answered(HttpClientResponse head) {
    head.handler(this::bytes);
    head.exceptionHandler(this::failed);
    head.endHandler(_ -> end());
    synchronized (this) {
      response = head;
      wake();
    }
  }

  private void bytes(Buffer chunk) {
    HttpClientRequest flooding = null;
    synchronized (this) {
      if (aborted || finishing || failure != null) {
        return;
      }
      arrived.add(chunk);
      waiting += chunk.length();
      if (waiting > MOST_WAITING_BYTES) {
        arrived.clear();
        failure = new FloodException();
        flooding = request;
      }
      wake();
    }
    if (flooding != null) {
      flooding.reset();
    }
  }

  private static final class FloodException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private synchronized void failed(Throwable cause) {
    if (failure == null && !ended) {
      failure = cause;
    }
    wake();
  }

  private synchronized void end() {
    ended = true;
    wake();
  }

  private void wake() {
    if (change != null) {
      change.tryComplete();
      change = null;
    }
  }

  /** Waits for the head of the answer and returns its HTTP status. */
  int status(Duration limit) throws UpstreamException, ClientGoneException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Promise<Void> next;
      synchronized (this) {
        if (aborted) {
          throw new ClientGoneException();
        }
        if (response != null) {
          return response.statusCode();
        }
        if (failure != null) {
          throw failed(failure, false);
        }
        next = Promise.promise();
        change = next;
      }
      await(next, deadline, limit);
    }
  }

  /**
   * Waits for the next bytes of the body.
   *
   * @param deadline on the clock of {@link System#nanoTime}
   * @param limit what the deadline was made of, for the message
   * @return null at the end of the body
   */
  @Nullable Buffer read(long deadline, Duration limit)
      throws UpstreamException, ClientGoneException {
    while (true) {
      Promise<Void> next;
      synchronized (this) {
        if (aborted) {
          throw new ClientGoneException();
        }
        Buffer chunk = arrived.poll();
        if (chunk != null) {
          waiting -= chunk.length();
          return chunk;
        }
        if (ended) {
          return null;
        }
        if (failure != null) {
          throw failed(failure, true);
        }
        next = Promise.promise();
        change = next;
      }
      await(next, deadline, limit);
    }
  }

  private void await(Promise<Void> next, long deadline, Duration limit) throws UpstreamException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
    if (millis <= 0) {
      throw new UpstreamException(
          Kind.TIMEOUT, what + " sent nothing for " + limit.toMillis() + " ms");
    }
    long timer = vertx.setTimer(millis, _ -> next.tryComplete());
    try {
      interruptibly(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamException(Kind.UNREACHABLE, what + " was interrupted: stopping", e);
    } finally {
      vertx.cancelTimer(timer);
    }
  }

  /** {@code await} throws InterruptedException without declaring it. */
  private static void interruptibly(Promise<Void> next) throws InterruptedException {
    next.future().await();
  }

  private UpstreamException failed(Throwable cause, boolean answering) {
    if (cause instanceof FloodException) {
      return new UpstreamException(
          Kind.MALFORMED, what + " sent more than " + MOST_WAITING_BYTES + " bytes at once", cause);
    }
    boolean unreachable =
        (request == null && !answering)
            || cause instanceof ConnectException
            || cause instanceof ConnectTimeoutException
            || cause instanceof UnknownHostException
            || cause instanceof NoRouteToHostException;
    return unreachable
        ? new UpstreamException(
            Kind.UNREACHABLE,
            what + " cannot be reached: is the engine running at this address?",
            cause)
        : new UpstreamException(
            Kind.TRUNCATED, what + " closed the connection before its answer was complete", cause);
  }

  /** Closes the connection if the answer is not complete; a reader gets ClientGoneException. */
  void abort() {
    HttpClientRequest sent;
    synchronized (this) {
      aborted = true;
      sent = ended ? null : request;
      arrived.clear();
      wake();
    }
    if (sent != null) {
      sent.reset();
    }
  }

  /** The answer's last event has been read: leaves the connection to end by itself, soon. */
  void finish() {
    HttpClientResponse rest;
    synchronized (this) {
      if (ended || aborted || failure != null || response == null) {
        return;
      }
      finishing = true;
      rest = response;
    }
    long timer = vertx.setTimer(TAIL_MILLIS, _ -> abort());
    rest.end().onComplete(_ -> vertx.cancelTimer(timer));
  }

  @Override
  public void close() {
    boolean wait;
    synchronized (this) {
      wait = finishing;
    }
    if (!wait) {
      abort();
    }
  }
}
