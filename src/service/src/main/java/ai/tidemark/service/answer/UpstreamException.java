package ai.tidemark.service.answer;

/** The inference engine did not deliver. Messages never hold prompts or texts. */
public final class UpstreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** No connection could be made. */
    UNREACHABLE,
    /** It answered with an error status or an error event. */
    REFUSED,
    /** Nothing came for longer than the configured time. */
    TIMEOUT,
    /** The stream ended before its end marker. */
    TRUNCATED,
    /** What came is not its dialect. */
    MALFORMED
  }

  private final Kind kind;

  /** A failure of the upstream. */
  public UpstreamException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure of the upstream. */
  public UpstreamException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }
}
