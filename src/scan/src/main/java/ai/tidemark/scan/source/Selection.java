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
 * @param globs what they are held against; {@link Globs#FILES} where there are none
 */
public record Selection(
    Optional<String> column,
    Optional<Character> delimiter,
    List<String> include,
    List<String> exclude,
    Globs globs) {

  /** What globs are held against. */
  public enum Globs {
    /** Files alone, whatever an archive holds: the meaning that plans of before have. */
    FILES,
    /**
     * Files, and members of archives by their path in the archive. A file that matches {@code
     * exclude} is left out with all its members. A file that matches {@code include} is read, all
     * its members but those that match {@code exclude}. Of any other archive the members are read
     * that match {@code include} and not {@code exclude}.
     */
    MEMBERS
  }

  /** Every file; the column {@code text}. */
  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), List.of(), List.of());

  /** A selection whose globs are held against files and members. */
  public Selection(
      Optional<String> column,
      Optional<Character> delimiter,
      List<String> include,
      List<String> exclude) {
    this(column, delimiter, include, exclude, Globs.MEMBERS);
  }

  /** Validates. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    Glob.all(include);
    Glob.all(exclude);
    globs = include.isEmpty() && exclude.isEmpty() ? Globs.FILES : globs;
    if (delimiter.isPresent() && !isDelimiter(delimiter.get())) {
      throw new IllegalArgumentException(
          "delimiter must be one ASCII character other than a quote or the end of a line");
    }
  }

  /** Returns this selection with its globs held against something else. */
  public Selection withGlobs(Globs other) {
    return new Selection(column, delimiter, include, exclude, other);
  }

  private static boolean isDelimiter(char c) {
    return c > 0 && c < 0x80 && c != '"' && c != '\n' && c != '\r';
  }
}
