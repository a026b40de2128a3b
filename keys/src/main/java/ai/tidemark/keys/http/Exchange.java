package ai.tidemark.keys.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A request to a stranger and its answer. Both bounds hold for the whole of it, a dribbled body
 * included: {@link HttpRequest#timeout} ends with the headers.
 */
public final class Exchange {
  private Exchange() {}

  /**
   * Sends a request.
   *
   * @param most bytes of the answer's body
   * @param limit for the whole exchange, more than zero
   * @throws IOException if there is no whole answer within the bounds; its message says why, in
   *     words that follow the name of who was asked: {@code cannot be reached}
   * @throws InterruptedException if the thread is interrupted; the exchange is broken off
   */
  public static HttpResponse<byte[]> send(
      HttpClient client, HttpRequest request, int most, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), most));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(late(limit), e);
    } catch (ExecutionException e) {
      throw new IOException(problem(e.getCause(), most, limit), e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static String late(Duration limit) {
    return "did not answer within " + limit.toMillis() + " ms";
  }

  private static String problem(@Nullable Throwable cause, int most, Duration limit) {
    return switch (cause) {
      case ConnectException _ -> "cannot be reached";
      case SSLException _ ->
          "cannot be reached by TLS: its certificate must name it and lead to a trusted authority";
      case HttpTimeoutException _ -> late(limit); // already while it was being connected to
      case null, default -> "did not send a whole answer of at most " + most + " bytes";
    };
  }
}
