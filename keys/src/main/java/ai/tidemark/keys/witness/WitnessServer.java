package ai.tidemark.keys.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web server of a small witness: {@code POST /add-checkpoint}, plain HTTP. Behind it stands no
 * access control but the logs' signatures; put a proxy with TLS and limits before it.
 */
public final class WitnessServer implements Closeable {
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads;

  private WitnessServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param address port 0 takes a free one
   */
  public static WitnessServer start(InetSocketAddress address, Witness witness) throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/add-checkpoint", exchange -> answer(exchange, witness));
    server.start();
    return new WitnessServer(server, threads);
  }

  private static void answer(HttpExchange exchange, Witness witness) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/add-checkpoint")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().add("Allow", "POST");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.MOST_BYTES + 1);
      if (body.length > AddCheckpoint.MOST_BYTES) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      Witness.Answer answer = witness.addCheckpoint(body);
      exchange.getResponseHeaders().add("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /** Returns the submission prefix on the address it listens on. */
  public URI prefix() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
