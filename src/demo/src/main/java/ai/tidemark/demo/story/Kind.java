package ai.tidemark.demo.story;

/** Where a document of the demonstration's corpus comes from. */
public enum Kind {
  /** Held-out glosses, written by people. */
  HUMAN("human"),
  /** An answer as it was given. */
  WHOLE("whole"),
  /** One half of an answer. */
  HALVED("halved"),
  /** An answer with 30 % of its words deleted. */
  EDITED("edited");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** Returns the word that the story prints. */
  public String word() {
    return word;
  }
}
