package ai.tidemark.testkit.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Server-sent events that may go wrong after some of them. */
final class EventStream {
  private final StandInEngine engine;
  private final OutputStream out;
  private final Optional<Fault> fault;
  private int sent;

  /** The fault has struck: the answer is over. */
  static final class OverException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  EventStream(StandInEngine engine, HttpExchange exchange, Optional<Fault> fault)
      throws IOException {
    this.engine = engine;
    this.fault = fault;
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    this.out = exchange.getResponseBody();
  }

  /** Sends one event, or what the fault makes of it. */
  void send(JsonNode event) throws IOException {
    byte[] json = StandInEngine.MAPPER.writeValueAsBytes(event);
    if (fault.isPresent() && sent == fault.get().after()) {
      strike(fault.get().kind(), json);
    }
    sent++;
    raw(framed(json));
  }

  private void strike(Fault.Kind kind, byte[] json) throws IOException {
    switch (kind) {
      case HANG -> {
        engine.hang(this);
        throw new OverException();
      }
      case END -> {
        out.close();
        throw new OverException();
      }
      case DROP -> throw new IOException("dropped on purpose");
      case DROP_INSIDE -> {
        byte[] event = framed(json);
        raw(Arrays.copyOf(event, inside(event)));
        throw new IOException("dropped on purpose");
      }
      case ERROR_EVENT -> {
        raw(
            framed(
                StandInEngine.MAPPER.writeValueAsBytes(
                    StandInEngine.JSON
                        .objectNode()
                        .set(
                            "error", StandInEngine.error(500, "Compute error.", "server_error")))));
        out.close();
        throw new OverException();
      }
      case GARBAGE -> raw("<html>\nnot an event\n</html>\n\n".getBytes(StandardCharsets.UTF_8));
      case BAD_JSON -> raw("data: {\"tokens\":[1,\n\n".getBytes(StandardCharsets.UTF_8));
      default -> {} // not the stream's affair
    }
  }

  /** Returns a length that ends inside a character where there is one, else halfway. */
  private static int inside(byte[] event) {
    for (int i = 0; i < event.length; i++) {
      if ((event[i] & 0xC0) == 0xC0) {
        return i + 1;
      }
    }
    return event.length / 2;
  }

  private static byte[] framed(byte[] json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 8);
    event.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    event.writeBytes(json);
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }

  void raw(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new ClientLeftException(e);
    }
  }

  void end() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw new ClientLeftException(e);
    }
  }
}
