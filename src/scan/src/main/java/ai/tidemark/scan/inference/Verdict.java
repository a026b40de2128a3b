package ai.tidemark.scan.inference;

/** What is said of a hypothesis or a corpus; everywhere the same words. */
public enum Verdict {
  /** Shown at alpha. */
  MARKED("marked"),
  /** Shown at the alert level only. */
  ALERT("alert"),
  /** Not shown, though it could have been: stands beside the power it had. */
  NOT_SHOWN("not shown"),
  /** Too little to score: the power is under one half. */
  NOT_TESTABLE("not testable"),
  /** Too much of the corpus could not be read. */
  INCOMPLETE("incomplete"),
  /** The decoy keys do not behave as the null law says; p-values are withheld. */
  INVALID("invalid");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /**
   * Returns the verdict of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Verdict of(String word) {
    for (Verdict verdict : values()) {
      if (verdict.word.equals(word)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("there is no verdict " + word);
  }

  /** Returns the word that reports print. */
  public String word() {
    return word;
  }
}
