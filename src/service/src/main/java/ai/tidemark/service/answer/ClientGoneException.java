package ai.tidemark.service.answer;

/** The client closed its connection before the answer was complete. */
public final class ClientGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A client that has gone. */
  public ClientGoneException() {
    super("the client closed the connection");
  }
}
