package ai.tidemark.scan.source;

import java.util.List;
import java.util.Optional;

/**
 * Which files of a corpus are read, and which column of tables.
 *
 * @param column column of a table that holds the text, a dotted path in Parquet; {@code text} if
 *     empty
 * @param delimiter between the fields of a table in comma-separated values; if empty a comma, or a
 *     tab where the file's name ends in {@code .tsv}
 * @param include globs, one of which a file's name must match, if there are any
 * @param exclude globs, none of which it may match; without a slash a glob is held against the last
 *     part of the name, else against all of it
 */
public record Selection(
    Optional<String> column,
    Optional<Character> delimiter,
    List<String> include,
    List<String> exclude) {
  /** Every file; the column {@code text}. */
  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), List.of(), List.of());

  /** Validates. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    include.forEach(SourceRules::matcher);
    exclude.forEach(SourceRules::matcher);
    if (delimiter.isPresent() && !isDelimiter(delimiter.get())) {
      throw new IllegalArgumentException(
          "delimiter must be one ASCII character other than a quote or the end of a line");
    }
  }

  private static boolean isDelimiter(char c) {
    return c > 0 && c < 0x80 && c != '"' && c != '\n' && c != '\r';
  }
}
