package ai.tidemark.keys.rootkey;

/**
 * A store of roots that does not answer now: a service that is down or sealed, a token that was
 * pulled. Another try later may succeed; leases of keys already derived go on.
 */
public final class RootUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RootUnavailableException(String where, String problem) {
    super(where + ": " + problem);
  }

  RootUnavailableException(String where, String problem, Throwable cause) {
    super(where + ": " + problem, cause);
  }
}
