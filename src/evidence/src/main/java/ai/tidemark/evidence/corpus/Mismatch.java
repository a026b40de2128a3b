package ai.tidemark.evidence.corpus;

/**
 * A file that is not as a manifest says.
 *
 * @param kind how it differs
 * @param path as in the manifest
 */
public record Mismatch(Kind kind, String path) {
  /** How a file can differ. */
  public enum Kind {
    /** The manifest names it and it is not there. */
    MISSING("missing"),
    /** It has other bytes. */
    CHANGED("changed"),
    /** It is there and the manifest does not name it. */
    EXTRA("extra");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the word that messages print. */
    public String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    return kind.word() + " " + path;
  }
}
