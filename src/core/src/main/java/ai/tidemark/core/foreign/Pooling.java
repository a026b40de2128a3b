package ai.tidemark.core.foreign;

/** Whether the distinct tuples of many texts may be scored together. */
public enum Pooling {
  /** Yes, after making tuples distinct over all texts. */
  ALLOWED("yes, distinct over all texts"),

  /** Yes, but the PRF has so few states that evidence stops growing. */
  FEW_STATES("yes, but the function has few states, and evidence stops growing there"),

  /** No: one fixed list answers for every position, so texts are never independent. */
  REFUSED("no, single texts only");

  private final String words;

  Pooling(String words) {
    this.words = words;
  }

  /** Returns the words for people. */
  public String words() {
    return words;
  }
}
