package ai.tidemark.keys.derive;

/** How things that keys belong to may be named. */
public final class Names {
  /** A deployment, for example {@code example-eu}. */
  public static final String DEPLOYMENT = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  /** An era, for example {@code 2026Q4}. */
  public static final String ERA = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  /** A tenant's pseudonym. */
  public static final String TENANT = "[a-z0-9][a-z0-9._-]{0,62}";

  private Names() {}

  /**
   * Refuses a name that does not match.
   *
   * @param what for the message, for example {@code era}
   * @throws IllegalArgumentException if it does not
   */
  public static String require(String what, String name, String pattern) {
    if (!name.matches(pattern)) {
      throw new IllegalArgumentException(what + " must match " + pattern + ", but is " + name);
    }
    return name;
  }
}
