package ai.tidemark.scan;

/** Scans a corpus. */
public final class Scan {
  private Scan() {}

  /**
   * Runs a scan; blocks until it ends. An interrupt of the calling thread cancels it.
   *
   * @throws ai.tidemark.core.BadInputException if a path is missing, the tokenizer is not the one
   *     the profile is pinned to, or the output directory cannot be written
   */
  public static ScanOutcome run(
      ScanOptions options, ScanListener listener, Cancellation cancellation) {
    throw new UnsupportedOperationException(
        "not written yet: " + options.paths() + listener + cancellation);
  }
}
