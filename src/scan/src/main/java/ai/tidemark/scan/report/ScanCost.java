package ai.tidemark.scan.report;

/**
 * What scoring keys cost. Not part of the report, which must not vary.
 *
 * @param keys keys scored over the whole corpus
 * @param draws draws of those keys: tuples of a tier times its keys
 * @param cpuNanos processor time of the scoring threads
 */
public record ScanCost(long keys, long draws, long cpuNanos) {
  /** Nothing scored. */
  public static final ScanCost NONE = new ScanCost(0, 0, 0);

  /** Returns both together. */
  public ScanCost plus(ScanCost other) {
    return new ScanCost(keys + other.keys, draws + other.draws, cpuNanos + other.cpuNanos);
  }

  /** Returns nanoseconds of processor time per tuple and key; 0 where nothing was drawn. */
  public double nanosPerDraw() {
    return draws == 0 ? 0 : (double) cpuNanos / draws;
  }
}
