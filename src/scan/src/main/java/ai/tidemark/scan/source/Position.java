package ai.tidemark.scan.source;

/**
 * A place between two chunks of a corpus, where reading may stop and go on later.
 *
 * @param file entries of the corpus in its order, files and problems, before the one in hand
 * @param chunk chunks of that entry handed out
 */
public record Position(long file, long chunk) {
  /** Before everything. */
  public static final Position START = new Position(0, 0);

  /** Validates. */
  public Position {
    if (file < 0 || chunk < 0) {
      throw new IllegalArgumentException(
          "file and chunk must not be negative, but are " + file + " and " + chunk);
    }
  }
}
