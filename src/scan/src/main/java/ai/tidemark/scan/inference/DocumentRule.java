package ai.tidemark.scan.inference;

/** How documents are flagged at a false discovery rate. */
public enum DocumentRule {
  /** Benjamini and Hochberg (1995): valid for score sums, also where documents share tuples. */
  BH("bh"),
  /** e-BH (Wang and Ramdas 2022): valid under any dependence, with less power. */
  EBH("ebh");

  private final String word;

  DocumentRule(String word) {
    this.word = word;
  }

  /** Returns the word that options and reports use. */
  public String word() {
    return word;
  }
}
