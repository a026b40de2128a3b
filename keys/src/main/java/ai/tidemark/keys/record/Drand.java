package ai.tidemark.keys.record;

import java.time.Instant;

/**
 * The clock of drand's chain {@code quicknet}: a round every 3 seconds since 2023-08-23T15:09:27Z
 * (drand.love, chain info). Round r appears at genesis + 3 (r - 1).
 */
public final class Drand {
  /** Hash of the chain's info. */
  public static final String QUICKNET =
      "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

  /** From a commitment's outside time to the beacon, in seconds. */
  public static final int DELAY_SECONDS = 600;

  private static final long GENESIS_SECONDS = 1_692_803_367L;
  private static final int PERIOD_SECONDS = 3;

  private Drand() {}

  /**
   * Returns the last round that has appeared at a time: floor((t - genesis) / 3) + 1.
   *
   * @throws IllegalArgumentException if the time lies before the chain's first round
   */
  public static long roundAt(Instant time) {
    long since = time.getEpochSecond() - GENESIS_SECONDS;
    if (since < 0) {
      throw new IllegalArgumentException("drand's quicknet has no round at " + time);
    }
    return since / PERIOD_SECONDS + 1;
  }

  /** Returns when a round appears. */
  public static Instant timeOf(long round) {
    return Instant.ofEpochSecond(
        Math.addExact(GENESIS_SECONDS, Math.multiplyExact(PERIOD_SECONDS, round - 1)));
  }

  /**
   * Returns the round that an era must take: the first that appears at or after a commitment's
   * outside time plus the delay. A later one would let its owner choose.
   */
  public static long firstRound(Instant outsideTime) {
    Instant from = outsideTime.plusSeconds(DELAY_SECONDS);
    long round = roundAt(from);
    return timeOf(round).isBefore(from) ? round + 1 : round;
  }
}
