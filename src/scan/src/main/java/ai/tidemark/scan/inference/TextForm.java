package ai.tidemark.scan.inference;

/** In which form a text is scored; each is a hypothesis of its own and is paid for. */
public enum TextForm {
  /** As it was found. */
  RAW("raw", 1),
  /** After the normaliser. */
  NORMALISED("normalised", 2);

  /** Both forms: what is asked of a text that the normaliser leaves as it is. */
  public static final int BOTH = 3;

  private final String word;
  private final int bit;

  TextForm(String word, int bit) {
    this.word = word;
    this.bit = bit;
  }

  /** Returns the form that stands at a place, from 0, where forms are listed. */
  public static TextForm at(int index) {
    return index == 0 ? RAW : NORMALISED;
  }

  /** Returns the word that reports print. */
  public String word() {
    return word;
  }

  /** Returns this form as a set of forms, one bit each. */
  public int bit() {
    return bit;
  }
}
