package ai.tidemark.scan.state;

/** In which form a text is scored; each is a hypothesis of its own and is paid for. */
public enum TextForm {
  /** As it was found. */
  RAW("raw"),
  /** After the normaliser. */
  NORMALISED("normalised");

  /** Both forms: what is asked of a text that the normaliser leaves as it is. */
  public static final int BOTH = 3;

  private final String word;

  TextForm(String word) {
    this.word = word;
  }

  /** Returns the word that reports print. */
  public String word() {
    return word;
  }

  /** Returns this form as a set of forms, one bit each. */
  public int bit() {
    return 1 << ordinal();
  }
}
