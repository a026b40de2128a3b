package ai.tidemark.scan.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob over names with {@code /} between their parts, with the meaning of {@link
 * java.nio.file.FileSystem#getPathMatcher}, but for any name: those of members of archives need not
 * be names that a file may have here, and what they match must not depend on the machine's locale.
 *
 * <p>{@code *} within a part, {@code **} across parts, {@code ?} one character of a part, {@code
 * [a-z]} and {@code [!a-z]}, {@code {a,b}}, {@code \} before a character that stands for itself.
 */
final class Glob {
  private final String glob;
  private final Pattern pattern;
  private final boolean whole;

  private Glob(String glob, Pattern pattern) {
    this.glob = glob;
    this.pattern = pattern;
    this.whole = glob.indexOf('/') >= 0;
  }

  /**
   * Reads a glob.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static Glob of(String glob) {
    try {
      return new Glob(glob, Pattern.compile(new Reader(glob).regex(), Pattern.DOTALL));
    } catch (PatternSyntaxException | StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a glob: " + glob, e);
    }
  }

  /** Reads globs. */
  static List<Glob> all(List<String> globs) {
    return globs.stream().map(Glob::of).toList();
  }

  /**
   * Returns whether a name matches: all of it where the glob has a slash, else its last part. Empty
   * parts and parts {@code .} do not count.
   */
  boolean matches(String name) {
    String plain = plain(name);
    return pattern.matcher(whole ? plain : plain.substring(plain.lastIndexOf('/') + 1)).matches();
  }

  private static String plain(String name) {
    boolean tidy =
        !name.startsWith("./")
            && !name.contains("//")
            && !name.contains("/./")
            && !name.endsWith("/")
            && !name.endsWith("/.");
    if (tidy) {
      return name;
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return (name.startsWith("/") ? "/" : "") + String.join("/", parts);
  }

  @Override
  public String toString() {
    return glob;
  }

  /** Turns a glob into a regular expression. */
  private static final class Reader {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private boolean group;

    Reader(String glob) {
      this.glob = glob;
    }

    String regex() {
      while (at < glob.length()) {
        next(glob.charAt(at++));
      }
      if (group) {
        throw new PatternSyntaxException("missing '}'", glob, at);
      }
      return regex.toString();
    }

    private void next(char c) {
      switch (c) {
        case '*' -> {
          boolean across = at < glob.length() && glob.charAt(at) == '*';
          at += across ? 1 : 0;
          regex.append(across ? ".*" : "[^/]*");
        }
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '\\' -> literal(glob.charAt(at++));
        case '{' -> {
          if (group) {
            throw new PatternSyntaxException("groups cannot be nested", glob, at);
          }
          group = true;
          regex.append("(?:(?:");
        }
        case '}' -> {
          regex.append(group ? "))" : "\\}");
          group = false;
        }
        case ',' -> regex.append(group ? ")|(?:" : ",");
        default -> literal(c);
      }
    }

    private void literal(char c) {
      boolean plain = c >= 0x80 || Character.isLetterOrDigit(c);
      regex.append(plain ? "" : "\\").append(c);
    }

    /** A set never matches a slash. */
    private void set() {
      regex.append("[[^/]&&[");
      char first = glob.charAt(at);
      if (first == '!') {
        regex.append('^');
        at++;
      } else if (first == '^') {
        regex.append("\\^");
        at++;
      }
      if (glob.charAt(at) == '-') {
        regex.append("\\-");
        at++;
      }
      char last = 0;
      boolean open = false;
      while (glob.charAt(at) != ']') {
        char c = glob.charAt(at++);
        if (c == '/') {
          throw new PatternSyntaxException("a set cannot hold '/'", glob, at);
        }
        if (c == '-' && open && glob.charAt(at) != ']') {
          char to = glob.charAt(at++);
          if (to < last || to == '/') {
            throw new PatternSyntaxException("a range must go upwards", glob, at);
          }
          regex.append('-').append(escaped(to));
          open = false;
        } else {
          regex.append(escaped(c));
          last = c;
          open = true;
        }
      }
      at++;
      regex.append("]]");
    }

    private static String escaped(char c) {
      boolean special = "\\[]^&-".indexOf(c) >= 0;
      return special ? "\\" + c : String.valueOf(c);
    }
  }
}
