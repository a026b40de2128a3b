package ai.tidemark.core;

/**
 * Data from outside that cannot be used: a file, a record, a configuration, a key file. Says where
 * it stands and what is wrong with it; never contains a secret or the text itself.
 *
 * <p>A caller's own mistake is an {@link IllegalArgumentException} instead.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;

  /**
   * @param where file, line, record or JSON pointer, for example {@code keys.json#/fleet}
   * @param problem what is wrong, and what to do where that is not obvious
   */
  public BadInputException(String where, String problem) {
    super(where + ": " + problem);
    this.where = where;
  }

  /**
   * @param where file, line, record or JSON pointer
   * @param problem what is wrong, and what to do where that is not obvious
   * @param cause what was thrown below
   */
  public BadInputException(String where, String problem, Throwable cause) {
    super(where + ": " + problem, cause);
    this.where = where;
  }

  /** Returns the place: file, line, record or JSON pointer. */
  public String where() {
    return where;
  }

  /** Returns the same problem, its place inside another one: a record of a file, for example. */
  public BadInputException in(String outer) {
    return new BadInputException(outer, String.valueOf(getMessage()), this);
  }
}
