package ai.tidemark.keys.log;

/**
 * Well-formed material of a log that shows nothing: a signature that does not verify, a quorum that
 * is not reached, an entry that is not in the tree. Malformed material is a {@link
 * ai.tidemark.core.BadInputException} with its line.
 */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. The names are printed by verifiers and stay as they are. */
  public enum Code {
    /** No log of the policy has the checkpoint's origin. */
    UNKNOWN_LOG,
    /** No key of the log has signed. */
    UNSIGNED,
    /** A signature by a known key does not verify. */
    BAD_SIGNATURE,
    /** Too few witnesses of the policy have cosigned. */
    NO_QUORUM,
    /** A cosignature's time is out of range. */
    BAD_TIME,
    /** The audit path does not lead from the entry to the root. */
    NOT_INCLUDED,
    /** The proof does not show that one tree is a beginning of the other. */
    NOT_CONSISTENT
  }

  private final Code code;

  /**
   * @param code what failed
   * @param message in plain words, without the code
   */
  public LogException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** Returns what failed. */
  public Code code() {
    return code;
  }
}
