package ai.tidemark.scan.source;

/**
 * What a reader hands to a worker. Its arrays are used by nobody else.
 *
 * @param content what was found
 * @param bytes bytes of the corpus that it stands for, as they lie in their file: compressed where
 *     the file is
 * @param perByte bytes of the file per byte of content, 1 where nothing is compressed; for the size
 *     of a single record
 * @param end where the corpus goes on after it
 */
public record Chunk(Content content, long bytes, double perByte, Position end) {

  /** Returns how many members of an archive it says were left out. */
  public long leftOut() {
    return content instanceof Content.LeftOut(long members) ? members : 0;
  }

  /** Returns how many bytes of memory it holds. */
  public long held() {
    return content.held();
  }

  /** Returns what some bytes of its content come to in the file. */
  long inFile(long contentBytes) {
    return perByte == 1 || contentBytes == 0
        ? contentBytes
        : Math.max(1, Math.round(perByte * contentBytes));
  }
}
