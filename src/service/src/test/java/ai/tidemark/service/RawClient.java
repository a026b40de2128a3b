package ai.tidemark.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection by hand, for what well-behaved clients do not do. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  /** Sends a chat request and reads nothing. */
  RawClient(ProxyFixture fixture, String token, String fields) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.proxy.uri().getPort()));
    in = socket.getInputStream();
    byte[] body = ProxyFixture.chatBody(fields).replace('\'', '"').getBytes(UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(UTF_8));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
  }

  /** Reads until some text has come. */
  String readUntil(String text) throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (!seen.toString(UTF_8).endsWith(text)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the connection ended before " + text);
      }
      seen.write(b);
    }
    return seen.toString(UTF_8);
  }

  /** Reads until the connection ends. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  /** Reads until the connection ends, and counts. */
  long countToEnd() throws IOException {
    return in.transferTo(java.io.OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
