package ai.tidemark.evidence.bundle;

/** A rule of the bundle format that some bundle breaks. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /**
   * @param code the rule
   * @param message where it is broken and how, in plain words; never a secret
   */
  public BundleException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * @param code the rule
   * @param message where it is broken and how, in plain words
   * @param cause what was thrown below
   */
  public BundleException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns the rule. */
  public Code code() {
    return code;
  }

  /** Returns the message. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
