package ai.tidemark.benchmarks.nullrun;

/**
 * The distinct 128-bit states of one group of tuples after the other. A stamp per group stands for
 * clearing, and a small group uses few slots, so that they stay in the nearest cache.
 */
final class States {
  private long[] high = new long[0];
  private long[] low = new long[0];
  private int[] stamps = new int[0];
  private int stamp;
  private int mask;

  /** Forgets every state. */
  void begin(int mostStates) {
    int slots = Integer.highestOneBit(Math.max(4, mostStates)) * 4;
    if (slots > stamps.length) {
      high = new long[slots];
      low = new long[slots];
      stamps = new int[slots];
      stamp = 0;
    }
    mask = slots - 1;
    stamp++;
  }

  /** Adds a state; returns whether it was new. */
  boolean add(long stateHigh, long stateLow) {
    long hash = (stateHigh * 0x9E3779B97F4A7C15L ^ stateLow) * 0xBF58476D1CE4E5B9L;
    int slot = (int) (hash >>> 32) & mask;
    while (stamps[slot] == stamp) {
      if (high[slot] == stateHigh && low[slot] == stateLow) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    stamps[slot] = stamp;
    high[slot] = stateHigh;
    low[slot] = stateLow;
    return true;
  }
}
