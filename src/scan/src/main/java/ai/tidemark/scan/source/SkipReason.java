package ai.tidemark.scan.source;

/** Why a file or record was not scored. */
public enum SkipReason {
  /** The line is not one JSON value. */
  BROKEN_JSON("broken JSON", true),
  /** Bytes that are not UTF-8, or half a surrogate pair. */
  INVALID_UTF8("invalid UTF-8", true),
  /** A record over the size cap. */
  TOO_LARGE("record too large", true),
  /** A file or directory this process may not read. */
  NO_PERMISSION("no permission", true),
  /** A file that was listed and then was gone. */
  VANISHED("vanished", true),
  /** The system failed to read. */
  READ_ERROR("read error", true),
  /** No value at the field's pointer. */
  MISSING_FIELD("missing field", false),
  /** A value at the field's pointer that is not a string. */
  NOT_A_STRING("field is not a string", false),
  /** A blank line, or a record whose text is empty. */
  EMPTY_RECORD("empty record", false),
  /** A file of no bytes. */
  EMPTY_FILE("empty file", false),
  /** A NUL byte near the start: not text. */
  BINARY("binary file", false),
  /** A device, socket or pipe. */
  NOT_A_FILE("not a regular file", false),
  /** A directory that was read already, reached again by a link or another root. */
  LINK_LOOP("directory already read", false);

  private final String word;
  private final boolean unreadable;

  SkipReason(String word, boolean unreadable) {
    this.word = word;
    this.unreadable = unreadable;
  }

  /** Returns the words that reports print. */
  public String word() {
    return word;
  }

  /** Returns whether there was text that could not be read, so that the scan is less complete. */
  public boolean unreadable() {
    return unreadable;
  }
}
