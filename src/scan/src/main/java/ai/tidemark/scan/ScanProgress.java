package ai.tidemark.scan;

/**
 * How far a scan is.
 *
 * @param phase what it is doing
 * @param bytes bytes of files read so far
 * @param bytesTotal bytes of all files, as listed before reading
 * @param files files read so far
 * @param documents documents scored so far
 * @param tokens tokens of those documents
 * @param skipped files and records skipped so far
 * @param notable documents so far that have, each by itself, a p at or below the level for {@code
 *     marked}; they are not flagged yet, and not judged together
 */
public record ScanProgress(
    Phase phase,
    long bytes,
    long bytesTotal,
    long files,
    long documents,
    long tokens,
    long skipped,
    long notable) {

  /** The steps of a scan, in order. */
  public enum Phase {
    /** Reading, tokenising, collecting distinct tuples. */
    READING,
    /** Scoring the corpus under the real keys. */
    SCORING,
    /** Scoring decoys. */
    DECOYS,
    /** Judging documents. */
    DOCUMENTS,
    /** Writing the scored tuples, if asked for. */
    BLOCKS
  }
}
