package ai.tidemark.keys.log;

import ai.tidemark.keys.http.Exchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/** The static files of a log that a web server publishes (C2SP tlog-tiles). Thread-safe. */
public final class HttpTiles implements TileSource {
  /** A bundle of the longest entries is the largest file. */
  private static final int MOST_BYTES =
      TilePath.FULL * (EntryBundle.MOST_ENTRY_BYTES + Short.BYTES);

  private final HttpClient http;
  private final String prefix;
  private final Duration timeout;

  /**
   * Reads from a prefix.
   *
   * @param prefix of the log, with or without a slash at its end
   * @param timeout of a request and its whole answer
   */
  public HttpTiles(HttpClient http, URI prefix, Duration timeout) {
    this.http = http;
    this.prefix = prefix + (prefix.toString().endsWith("/") ? "" : "/");
    this.timeout = timeout;
  }

  @Override
  public byte[] read(String path) throws IOException {
    URI address = URI.create(prefix + path);
    try {
      HttpResponse<byte[]> response =
          Exchange.send(http, HttpRequest.newBuilder(address).build(), MOST_BYTES, timeout);
      return switch (response.statusCode()) {
        case 200 -> response.body();
        case 404, 410 -> throw new NoSuchFileException(address.toString());
        default -> throw new IOException(address + " answered " + response.statusCode());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(address.toString());
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
