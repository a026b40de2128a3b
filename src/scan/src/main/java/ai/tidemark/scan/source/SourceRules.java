package ai.tidemark.scan.source;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

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

  static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a glob: " + glob, e);
    }
  }

  /** Returns whether a file of a name is read. */
  boolean reads(String name) {
    return (selection.include().isEmpty() || matches(selection.include(), name))
        && !matches(selection.exclude(), name);
  }

  private static boolean matches(List<String> globs, String name) {
    if (globs.isEmpty()) {
      return false;
    }
    Path path = Path.of(name);
    Path last = path.getFileName();
    return globs.stream()
        .anyMatch(
            glob -> matcher(glob).matches(glob.indexOf('/') < 0 && last != null ? last : path));
  }
}
