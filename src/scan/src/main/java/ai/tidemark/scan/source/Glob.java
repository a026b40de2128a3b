package ai.tidemark.scan.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A glob over names with {@code /} between their parts, with the meaning of {@link
 * java.nio.file.FileSystem#getPathMatcher}, but for any name: those of members of archives need not
 * be names that a file may have here, and what they match must not depend on the machine's locale.
 *
 * <p>{@code *} within a part, {@code **} across parts, {@code ?} one character of a part, {@code
 * [a-z]} and {@code [!a-z]}, {@code {a,b}}, {@code \} before a character that stands for itself.
 *
 * <p>Names come from strangers, so matching takes all states side by side (Thompson 1968): steps of
 * the order of name times glob, whatever either is.
 */
final class Glob {
  private final String glob;
  private final List<Op> ops;
  private final boolean whole;

  /** What a state takes, and where it goes without taking anything. */
  private sealed interface Op {
    /** One character. */
    record One(int codePoint) implements Op {}

    /** Any character of a part. */
    record Any() implements Op {}

    /** Characters, none or many. */
    record Many(boolean acrossParts) implements Op {}

    /**
     * One of some characters, never a slash.
     *
     * @param ranges first and last of each in turn
     */
    record Set(List<Integer> ranges, boolean others) implements Op {
      boolean takes(int codePoint) {
        boolean in = false;
        for (int i = 0; i < ranges.size(); i += 2) {
          in |= codePoint >= ranges.get(i) && codePoint <= ranges.get(i + 1);
        }
        return codePoint != '/' && in != others;
      }
    }

    /** Goes to several states at once; filled while the glob is read. */
    record Split(List<Integer> to) implements Op {}
  }

  private Glob(String glob, List<Op> ops) {
    this.glob = glob;
    this.ops = ops;
    this.whole = glob.indexOf('/') >= 0;
  }

  /**
   * Reads a glob.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static Glob of(String glob) {
    return new Glob(glob, new Reader(glob).ops());
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
    return matchesAll(whole ? plain : plain.substring(plain.lastIndexOf('/') + 1));
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

  private boolean matchesAll(String name) {
    BitSet states = new BitSet();
    enter(0, states);
    for (int i = 0; i < name.length() && !states.isEmpty(); ) {
      int codePoint = name.codePointAt(i);
      i += Character.charCount(codePoint);
      states = after(codePoint, states);
    }
    return states.get(ops.size());
  }

  /** Returns the states after a character. */
  private BitSet after(int codePoint, BitSet states) {
    BitSet next = new BitSet();
    for (int s = states.nextSetBit(0); s >= 0 && s < ops.size(); s = states.nextSetBit(s + 1)) {
      switch (ops.get(s)) {
        case Op.One(int own) when own == codePoint -> enter(s + 1, next);
        case Op.Any _ when codePoint != '/' -> enter(s + 1, next);
        case Op.Many(boolean across) when across || codePoint != '/' -> enter(s, next);
        case Op.Set set when set.takes(codePoint) -> enter(s + 1, next);
        default -> {}
      }
    }
    return next;
  }

  /** Enters a state and all that it goes to without taking anything; those lie behind it. */
  private void enter(int state, BitSet states) {
    BitSet entered = new BitSet();
    entered.set(state);
    for (int s = state; s >= 0; s = entered.nextSetBit(s + 1)) {
      if (states.get(s)) {
        continue; // and so is what it goes to
      }
      states.set(s);
      if (s == ops.size()) {
        return;
      }
      switch (ops.get(s)) {
        case Op.Many _ -> entered.set(s + 1);
        case Op.Split(List<Integer> to) -> to.forEach(entered::set);
        default -> {}
      }
    }
  }

  @Override
  public String toString() {
    return glob;
  }

  /** Turns a glob into states. */
  private static final class Reader {
    private final String glob;
    private final int[] points;
    private final List<Op> ops = new ArrayList<>();
    private final List<List<Integer>> ends = new ArrayList<>(); // of the alternatives of a group
    private List<Integer> starts = List.of(); // of the alternatives of the group in hand
    private int at;
    private boolean group;

    Reader(String glob) {
      this.glob = glob;
      this.points = glob.codePoints().toArray();
    }

    List<Op> ops() {
      while (at < points.length) {
        next(points[at++]);
      }
      if (group) {
        throw problem();
      }
      return List.copyOf(ops);
    }

    private IllegalArgumentException problem() {
      return new IllegalArgumentException("not a glob: " + glob);
    }

    private int point() {
      if (at >= points.length) {
        throw problem();
      }
      return points[at];
    }

    private void next(int c) {
      switch (c) {
        case '*' -> {
          boolean across = at < points.length && points[at] == '*';
          at += across ? 1 : 0;
          ops.add(new Op.Many(across));
        }
        case '?' -> ops.add(new Op.Any());
        case '[' -> set();
        case '\\' -> {
          ops.add(new Op.One(point()));
          at++;
        }
        case '{' -> open();
        case '}' -> close();
        case ',' -> alternative();
        default -> ops.add(new Op.One(c));
      }
    }

    private void open() {
      if (group) {
        throw problem(); // groups cannot be nested
      }
      group = true;
      ends.clear();
      starts = new ArrayList<>();
      ops.add(new Op.Split(starts));
      starts.add(ops.size());
    }

    private void alternative() {
      if (!group) {
        ops.add(new Op.One(','));
        return;
      }
      end();
      starts.add(ops.size());
    }

    private void close() {
      if (!group) {
        ops.add(new Op.One('}'));
        return;
      }
      end();
      ends.forEach(end -> end.add(ops.size()));
      group = false;
    }

    /** Ends an alternative: it goes on behind the group, wherever that will be. */
    private void end() {
      List<Integer> to = new ArrayList<>();
      ends.add(to);
      ops.add(new Op.Split(to));
    }

    private void set() {
      boolean others = point() == '!';
      at += others ? 1 : 0;
      List<Integer> ranges = new ArrayList<>();
      boolean single = false; // the last range is one character, which a dash may follow
      while (ranges.isEmpty() || point() != ']') {
        int c = point();
        at++;
        if (c == '/' || (c == ']' && ranges.isEmpty())) {
          throw problem();
        }
        if (c == '-' && single && point() != ']') {
          int last = points[at++];
          if (last < ranges.getLast() || last == '/') {
            throw problem();
          }
          ranges.set(ranges.size() - 1, last);
          single = false;
        } else {
          ranges.add(c);
          ranges.add(c);
          single = c != '-' || ranges.size() > 2;
        }
      }
      at++;
      ops.add(new Op.Set(List.copyOf(ranges), others));
    }
  }
}
