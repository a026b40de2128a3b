package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a log's static files lie (C2SP tlog-tiles): {@code tile/<level>/<index>[.p/<width>]} for
 * hashes, {@code tile/entries/<index>[.p/<width>]} for entries.
 *
 * @param level 0..7 of hashes, or {@link #ENTRIES}
 * @param index of the tile in its level, at least 0
 * @param width number of hashes or entries, 1..256; a tile of 256 is full
 */
public record TilePath(int level, long index, int width) {
  /** The width of a full tile. */
  public static final int FULL = 256;

  /** The level of entry bundles. */
  public static final int ENTRIES = -1;

  /** The highest level that a tree of at most 2^63 - 1 entries has. */
  private static final int TOP = 7;

  private static final int MOST_LENGTH = 64;
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  /** Checks the ranges. */
  public TilePath {
    if (level < ENTRIES || level > TOP || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "level must be in -1..7, index at least 0, width in 1..256, but they are "
              + level
              + ", "
              + index
              + ", "
              + width);
    }
    if (index > hashes(level, Long.MAX_VALUE) / FULL) {
      throw new IllegalArgumentException(
          "level " + level + " of a tree of 2^63 - 1 entries has no tile " + index);
    }
  }

  /**
   * Reads a path, which must be the one that {@link #path} writes.
   *
   * @param where for messages
   * @throws BadInputException if it is none
   */
  public static TilePath parse(String where, String path) {
    Matcher matcher = PATH.matcher(path.length() > MOST_LENGTH ? "" : path);
    if (matcher.matches()) {
      String level = matcher.group(1);
      String width = matcher.group(3);
      try {
        TilePath tile =
            new TilePath(
                level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                Long.parseLong(matcher.group(2).replaceAll("[x/]", "")),
                width == null ? FULL : Integer.parseInt(width));
        if (tile.path().equals(path)) {
          return tile;
        }
      } catch (IllegalArgumentException _) {
        // out of range: falls through
      }
    }
    throw new BadInputException(
        where, "must be tile/LEVEL/INDEX or tile/entries/INDEX, .p/WIDTH behind it if partial");
  }

  /** Returns the path, for example {@code tile/1/x001/x234/067.p/8}. */
  public String path() {
    StringBuilder digits = new StringBuilder(Long.toString(index));
    while (digits.length() % 3 != 0) {
      digits.insert(0, '0');
    }
    StringBuilder out =
        new StringBuilder("tile/").append(level == ENTRIES ? "entries" : level).append('/');
    for (int i = 0; i < digits.length(); i += 3) {
      out.append(i + 3 < digits.length() ? "x" : "").append(digits, i, i + 3);
      out.append(i + 3 < digits.length() ? "/" : "");
    }
    return width == FULL ? out.toString() : out.append(".p/").append(width).toString();
  }

  /** Returns the full tile in the same place. */
  public TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /**
   * Returns the number of hashes in all tiles of a level of a tree: size / 256^level, entries
   * counting as level 0.
   *
   * @param size number of entries, at least 0
   */
  public static long hashes(int level, long size) {
    return size >> (8 * Math.max(level, 0));
  }

  /**
   * Returns the last tile of each level of a tree, entries first, full or partial; none where the
   * tree is empty.
   *
   * @param size number of entries, at least 0
   */
  public static List<TilePath> edge(long size) {
    List<TilePath> edge = new ArrayList<>();
    for (int level = ENTRIES; level <= TOP && hashes(level, size) > 0; level++) {
      long last = hashes(level, size) - 1;
      edge.add(new TilePath(level, last / FULL, (int) (last % FULL) + 1));
    }
    return edge;
  }
}
