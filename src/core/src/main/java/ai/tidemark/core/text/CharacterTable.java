package ai.tidemark.core.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * What N1 knows of each code point, from its table; the head of n1.txt says what classes and flags
 * mean and how the table was made. Code points that Unicode 16.0 does not assign are of class
 * {@code o} without flags, so a newer JVM changes nothing.
 */
final class CharacterTable {
  static final CharacterTable N1 = read("n1.txt");

  /** NFC flag: no boundary before. */
  static final int JOINS = 1 << 8;

  /** NFC flag: no boundary after. */
  static final int STARTS = 1 << 9;

  /** NFC flag: changes alone. */
  static final int CHANGES = 1 << 10;

  /** NFC flag: the quick check is not Yes. */
  static final int CHECK = 1 << 11;

  /** Has a plain form, see {@link #plain}. */
  static final int STYLED = 1 << 12;

  /** Looks like a Latin letter, see {@link #latin}. */
  static final int CONFUSABLE = 1 << 13;

  /** Flags of code points that N1 may change whatever else is on the line. */
  static final int UNCONDITIONAL = JOINS | CHANGES | STYLED;

  /** A Latin letter was seen. */
  static final int SEEN_LATIN = 1;

  private static final int SEEN_EAST_ASIAN = 2;
  private static final int SEEN_WIDE = 4;
  private static final int SEEN_LOOK_ALIKE = 8;

  private static final String FOLDED_SCRIPTS = "GRPEKU";
  private static final char OTHER = 'o';
  private static final String FLAGS = "JSQM";

  private final char[] entries = new char[Character.MAX_CODE_POINT + 1];
  private final Map<Integer, int[]> plain = new HashMap<>();
  private final Map<Integer, int[]> latin = new HashMap<>();

  private CharacterTable() {
    Arrays.fill(entries, OTHER);
  }

  private static CharacterTable read(String resource) {
    CharacterTable table = new CharacterTable();
    try (InputStream in =
            Objects.requireNonNull(CharacterTable.class.getResourceAsStream(resource));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          table.add(line.split(" "));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private void add(String[] fields) {
    int first = HexFormat.fromHexDigits(fields[0]);
    switch (fields[1]) {
      case ">" -> {
        plain.put(first, codePoints(fields));
        entries[first] = (char) (entries[first] | STYLED);
      }
      case "~" -> {
        latin.put(first, codePoints(fields));
        entries[first] = (char) (entries[first] | CONFUSABLE);
      }
      default -> {
        int entry = fields[2].charAt(0) | (fields.length > 3 ? flags(fields[3]) : 0);
        Arrays.fill(entries, first, HexFormat.fromHexDigits(fields[1]) + 1, (char) entry);
      }
    }
  }

  private static int flags(String letters) {
    int flags = 0;
    for (int i = 0; i < letters.length(); i++) {
      flags |= JOINS << FLAGS.indexOf(letters.charAt(i));
    }
    return flags;
  }

  private static int[] codePoints(String[] fields) {
    int[] to = new int[fields.length - 2];
    for (int i = 0; i < to.length; i++) {
      to[i] = HexFormat.fromHexDigits(fields[i + 2]);
    }
    return to;
  }

  /** Returns class (low 8 bits, a letter) and flags of a code point. */
  int entry(int codePoint) {
    return entries[codePoint];
  }

  /** Returns the plain form of a code point whose entry is {@link #STYLED}; not to be modified. */
  int[] plain(int codePoint) {
    return Objects.requireNonNull(plain.get(codePoint));
  }

  /** Returns the Latin form of a code point that is {@link #CONFUSABLE}; not to be modified. */
  int[] latin(int codePoint) {
    return Objects.requireNonNull(latin.get(codePoint));
  }

  /** Returns the class of an entry. */
  static char type(int entry) {
    return (char) (entry & 0xFF);
  }

  /** Returns whether N1 removes or replaces all code points of a class. */
  static boolean removed(char type) {
    return switch (type) {
      case 'i', 'b', 'v', 's', 'n' -> true;
      default -> false;
    };
  }

  /** Returns the bit of the folded script that a class of letters belongs to, or 0. */
  static int foldedScript(char type) {
    int index = FOLDED_SCRIPTS.indexOf(type);
    return index < 0 ? 0 : 1 << index;
  }

  /** Returns whether N1 may change a character of this entry whatever else is on its line. */
  static boolean changes(int entry) {
    char type = type(entry);
    return type != 'w' && ((entry & UNCONDITIONAL) != 0 || removed(type));
  }

  /** Returns whether N1 may change a character of this entry for what else is on its line. */
  static boolean dependsOnLine(int entry) {
    return (entry & CONFUSABLE) != 0 || type(entry) == 'w';
  }

  /** Returns what a character of this entry means to others on its line, see {@link #folds}. */
  static int seen(int entry) {
    int kind =
        switch (type(entry)) {
          case 'w' -> SEEN_WIDE;
          case 'c', 'p' -> SEEN_EAST_ASIAN;
          case 'l' -> SEEN_LATIN;
          default -> 0;
        };
    return kind | ((entry & CONFUSABLE) != 0 ? SEEN_LOOK_ALIKE : 0);
  }

  /**
   * Returns whether N1 might fold something on a line: letters that need a Latin one near them, or
   * full-width punctuation that is not among East Asian characters alone.
   *
   * @param seen what the characters of the line mean together, see {@link #seen}
   */
  static boolean folds(int seen) {
    boolean latin = (seen & SEEN_LATIN) != 0;
    return ((seen & SEEN_LOOK_ALIKE) != 0 && latin)
        || ((seen & SEEN_WIDE) != 0 && (latin || (seen & SEEN_EAST_ASIAN) == 0));
  }
}
