package ai.tidemark.scan.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where a document or a problem is; for a document, its id.
 *
 * @param file name of the file: its path below the one root given, or below the working directory
 *     as the caller named it where several roots were given; {@code /} between parts
 * @param kind what {@code at} counts
 * @param at line, from 1, or byte offset, from 0; 0 for a whole file
 */
public record Place(String file, Kind kind, long at) {

  /** What a place counts. */
  public enum Kind {
    /** The whole file. */
    WHOLE,
    /** A line of a file of records. */
    LINE,
    /** A part of a text file over the size cap. */
    OFFSET
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

  /** Puts the fields {@code file} and {@code line} or {@code offset}. */
  public void writeTo(ObjectNode node) {
    node.put("file", file);
    switch (kind) {
      case WHOLE -> {}
      case LINE -> node.put("line", at);
      case OFFSET -> node.put("offset", at);
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case WHOLE -> file;
      case LINE -> file + ":" + at;
      case OFFSET -> file + "@" + at;
    };
  }
}
