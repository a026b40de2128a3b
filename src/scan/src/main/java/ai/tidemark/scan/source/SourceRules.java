package ai.tidemark.scan.source;

/**
 * Which files are read, and what of them.
 *
 * @param field JSON pointer to the text of a record
 * @param selection files and columns
 * @param textBytes UTF-8 bytes of one text at most
 * @param limits what a file may cost
 */
public record SourceRules(String field, Selection selection, int textBytes, SourceLimits limits) {

  /** Rules with every default. */
  public static SourceRules of(String field, int textBytes) {
    return new SourceRules(field, Selection.ALL, textBytes, SourceLimits.DEFAULT);
  }

  /** Returns these rules with another selection. */
  public SourceRules withSelection(Selection other) {
    return new SourceRules(field, other, textBytes, limits);
  }

  /** Returns these rules with other limits. */
  public SourceRules withLimits(SourceLimits other) {
    return new SourceRules(field, selection, textBytes, other);
  }
}
