package ai.tidemark.testkit.engine;

import java.io.IOException;

/** A write failed because the client had closed the connection. */
final class ClientLeftException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientLeftException(IOException cause) {
    super(cause);
  }
}
