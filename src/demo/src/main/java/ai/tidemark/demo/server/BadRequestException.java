package ai.tidemark.demo.server;

/** A request the server answers with status 400; the message goes to the client. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
