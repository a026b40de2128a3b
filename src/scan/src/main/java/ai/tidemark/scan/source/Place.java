package ai.tidemark.scan.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a document or a problem is; for a document, its id.
 *
 * @param file name of the file: its path below the one root given, or below the working directory
 *     as the caller named it where several roots were given; {@code /} between parts; for a member
 *     of an archive followed by {@code !/} and its name there
 * @param kind what {@code at} counts
 * @param at line or row, from 1, or byte offset, from 0; 0 for a whole file
 */
public record Place(String file, Kind kind, long at) {

  /** What a place counts. */
  public enum Kind {
    /** The whole file. */
    WHOLE,
    /** A line of a file of records. */
    LINE,
    /** A part of a text file over the size cap. */
    OFFSET,
    /** A row of a table after its header, or a record of a WARC file, from 1. */
    ROW
  }

  /** A whole file. */
  public static Place whole(String file) {
    return new Place(file, Kind.WHOLE, 0);
  }

  /** A line, from 1. */
  public static Place line(String file, long line) {
    return new Place(file, Kind.LINE, line);
  }

  /** A part that starts at a byte offset. */
  public static Place offset(String file, long offset) {
    return new Place(file, Kind.OFFSET, offset);
  }

  /** A row or record, from 1. */
  public static Place row(String file, long row) {
    return new Place(file, Kind.ROW, row);
  }

  /**
   * Returns the name of the file that lies on the disk: for a member of an archive that of the
   * archive, what stands before the first {@code !/}.
   */
  public String container() {
    int end = file.indexOf(ArchiveChunks.SEPARATOR);
    return end < 0 ? file : file.substring(0, end);
  }

  /** Puts the fields {@code file} and {@code line}, {@code offset} or {@code row}. */
  public void writeTo(ObjectNode node) {
    node.put("file", file);
    switch (kind) {
      case WHOLE -> {}
      case LINE -> node.put("line", at);
      case OFFSET -> node.put("offset", at);
      case ROW -> node.put("row", at);
    }
  }

  /** Returns it as people read it, control characters of the name escaped. */
  @Override
  public String toString() {
    String shown = escaped(file);
    return switch (kind) {
      case WHOLE -> shown;
      case LINE -> shown + ":" + at;
      case OFFSET -> shown + "@" + at;
      case ROW -> shown + "#" + at;
    };
  }

  private static String escaped(String name) {
    if (name.chars().noneMatch(Character::isISOControl)) {
      return name;
    }
    StringBuilder shown = new StringBuilder();
    name.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }
}
