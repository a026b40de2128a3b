package ai.tidemark.core.gumbel;

import ai.tidemark.core.lanes.Lanes;

/**
 * Whether bulk work runs in vectors yet. Code of the Vector API is slow until C2 has compiled it:
 * loading the module and getting there took 0.6 s more than scalar code, which a scan of many keys
 * earns back at once and a single text never. So the first {@link #FIRST} tuples of a process go
 * the scalar way, and a process that sees no more does not load the module at all. Both ways give
 * the same integers.
 */
final class Bulk {
  /** Tuples that come before vectors are worth it. */
  static final long FIRST = 1L << 24;

  // Races between threads only move the moment of the change.
  private static long seen;
  private static boolean vectors;

  private Bulk() {}

  /**
   * Returns whether to use vectors for some tuples.
   *
   * @param n how many, which are then counted as seen
   */
  static boolean inVectors(int n) {
    if (!vectors && seen <= FIRST) {
      seen += n;
      vectors = seen > FIRST && Lanes.AVAILABLE;
    }
    return vectors;
  }
}
