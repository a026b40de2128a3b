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
  /** A compressed stream, archive or table that ends before its end. */
  TRUNCATED("truncated", true),
  /** Bytes that break the rules of their format. */
  CORRUPT("corrupt", true),
  /** A decompressor that gives more bytes for those it takes than it may. */
  RATIO("compression ratio over the limit", true),
  /** A file or member that decompresses to more than it may. */
  OVER_CAP("decompressed size over the limit", true),
  /** A decompressor that asks for more memory than it may have. */
  DECODER_MEMORY("decompressor needs too much memory", true),
  /** An archive within an archive, or a compression within a compression. */
  NESTED("nested archive or compression", true),
  /** The rest of an archive with too many members. */
  TOO_MANY_MEMBERS("too many members", true),
  /** A member whose name is too long. */
  NAME_TOO_LONG("name too long", true),
  /** Members that share bytes of their archive. */
  OVERLAPPING("overlapping members", true),
  /** A feature of a format that is not read: encrypted or sparse members, other compressions. */
  UNSUPPORTED("unsupported feature of the format", true),
  /** A format that is read from regular files only: Parquet and zip inside something else. */
  NEEDS_A_FILE("must be a file of its own", true),
  /** A row with more or fewer fields than the header of its table. */
  RAGGED_ROW("ragged row", true),
  /** A row that breaks the rules for quotes. */
  BROKEN_ROW("broken row", true),
  /** A link, device or other member without bytes of its own; never followed. */
  LINK_MEMBER("member is not a file", false),
  /** A web page or other record that is not plain text. */
  NOT_PLAIN_TEXT("not plain text", false),
  /** No value at the field's pointer, or no such column. */
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
