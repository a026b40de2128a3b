package ai.tidemark.keys.log;

import java.io.IOException;
import java.io.InputStream;
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
   * @param timeout of a request
   */
  public HttpTiles(HttpClient http, URI prefix, Duration timeout) {
    this.http = http;
    this.prefix = prefix + (prefix.toString().endsWith("/") ? "" : "/");
    this.timeout = timeout;
  }

  @Override
  public byte[] read(String path) throws IOException {
    URI address = URI.create(prefix + path);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(timeout).build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return switch (response.statusCode()) {
          case 200 -> bounded(address, in.readNBytes(MOST_BYTES + 1));
          case 404, 410 -> throw new NoSuchFileException(address.toString());
          default -> throw new IOException(address + " answered " + response.statusCode());
        };
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(address.toString());
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static byte[] bounded(URI address, byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException(address + " is larger than any file of a log");
    }
    return bytes;
  }
}
