package ai.tidemark.core.text;

/**
 * A text as the normaliser leaves it.
 *
 * @param text the same instance that was given where nothing changed
 * @param counts what was removed and folded; all zero exactly where nothing changed
 */
public record Normalised(String text, Counts counts) {

  /** Returns whether the normaliser changed anything. */
  public boolean changed() {
    return counts.total() != 0;
  }

  /**
   * What a normaliser did, in code points of the text that was given unless said otherwise.
   *
   * @param ignorables default-ignorable code points removed, bidi controls and variation selectors
   *     not counted: soft hyphens, zero-width spaces and joiners, tags, fillers
   * @param bidiControls bidi controls removed
   * @param variationSelectors variation selectors removed
   * @param spaces spaces and line separators folded to U+0020 and U+000A
   * @param styled full-width, mathematical and ligature forms folded to plain characters
   * @param confusables letters of another script folded to the Latin letter they look like
   * @param composed combining sequences that NFC changed
   */
  public record Counts(
      long ignorables,
      long bidiControls,
      long variationSelectors,
      long spaces,
      long styled,
      long confusables,
      long composed) {
    /** Nothing removed or folded. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** Returns the counts of two texts together. */
    public Counts plus(Counts other) {
      return new Counts(
          ignorables + other.ignorables,
          bidiControls + other.bidiControls,
          variationSelectors + other.variationSelectors,
          spaces + other.spaces,
          styled + other.styled,
          confusables + other.confusables,
          composed + other.composed);
    }

    /** Returns the sum of all counts. */
    public long total() {
      return ignorables
          + bidiControls
          + variationSelectors
          + spaces
          + styled
          + confusables
          + composed;
    }
  }
}
