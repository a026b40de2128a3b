package ai.tidemark.keys.time;

import ai.tidemark.keys.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3161 section 3.4: time stamps over HTTP. Follows no redirect; reads at most {@link
 * TimeStamps#MOST_BYTES}; the time limit holds for the whole exchange, a dribbled body included.
 */
public final class HttpTimeStampTransport implements TimeStampTransport, AutoCloseable {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";

  private final URI authority;
  private final Duration timeLimit;
  private final HttpClient client;

  /**
   * @param authority http or https; the answer is signed, so that http loses nothing but secrecy
   * @param timeLimit more than zero
   */
  public HttpTimeStampTransport(URI authority, Duration timeLimit) {
    String scheme = String.valueOf(authority.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("authority must be an http(s) URI, but is " + authority);
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("timeLimit must be above 0, but is " + timeLimit);
    }
    this.authority = authority;
    this.timeLimit = timeLimit;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeLimit)
            .build();
  }

  @Override
  public byte[] exchange(byte[] request) {
    HttpRequest post =
        HttpRequest.newBuilder(authority)
            .header("Content-Type", QUERY)
            .header("Accept", REPLY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    try {
      return checked(Exchange.send(client, post, TimeStamps.MOST_BYTES, timeLimit));
    } catch (IOException e) {
      throw noAnswer(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer("was not waited for: interrupted", e);
    }
  }

  private byte[] checked(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw noAnswer("answered with status " + response.statusCode() + ", not 200", null);
    }
    String type = response.headers().firstValue("Content-Type").orElse("none");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(REPLY)) {
      throw noAnswer("answered with a Content-Type other than " + REPLY, null);
    }
    return response.body();
  }

  private TimeException noAnswer(String problem, @Nullable Throwable cause) {
    String message =
        "time-stamping authority "
            + authority
            + " "
            + problem
            + "; check its address, try again later, or leave that authority out";
    return cause == null
        ? new TimeException(TimeException.Code.NO_ANSWER, message)
        : new TimeException(TimeException.Code.NO_ANSWER, message, cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
