package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.LogLanes;
import ai.tidemark.core.lanes.MurmurLanes;
import org.jspecify.annotations.Nullable;

/**
 * {@link MurmurDraw}, {@link Coin} and the scores on many tuples at once. Needs {@link
 * Lanes#AVAILABLE}. Not thread-safe.
 */
final class BulkDraw {
  private final MurmurDraw drawA;
  private final @Nullable Pair pair;

  private final int[] hashes = new int[Lanes.CHUNK];
  private final int[] tokens = new int[Lanes.CHUNK];
  private final int[] words = new int[Lanes.CHUNK];
  private final int[] wordsB = new int[Lanes.CHUNK];
  private final int[] coins = new int[Lanes.CHUNK];
  private final double[] nats = new double[Lanes.CHUNK];
  private final long[] chunk = new long[Lanes.CHUNK];

  /** Key B and the coin between it and key A. */
  record Pair(MurmurDraw drawB, Coin coin) {}

  BulkDraw(MurmurDraw drawA, @Nullable Pair pair) {
    this.drawA = drawA;
    this.pair = pair;
  }

  /** Scores tuples from..to. */
  void scores(WordColumns tuples, int from, int to, long[] scores) {
    for (int at = from; at < to; at += Lanes.CHUNK) {
      int n = Math.min(Lanes.CHUNK, to - at);
      System.arraycopy(tuples.column(0), at, hashes, 0, n);
      System.arraycopy(tuples.column(1), at, tokens, 0, n);
      draw(drawA, words, n);
      if (pair != null) {
        draw(pair.drawB(), wordsB, n);
        MurmurLanes.mix(pair.coin().afterKeys(), hashes, coins, n);
        MurmurLanes.finish(coins, Coin.WORDS, n);
        long threshold = pair.coin().threshold();
        for (int i = 0; i < n; i++) {
          words[i] = (coins[i] & 0xFFFF_FFFFL) < threshold ? words[i] : wordsB[i];
        }
      }
      LogLanes.nats32(words, nats, n);
      LogLanes.floors(nats, chunk, n);
      System.arraycopy(chunk, 0, scores, at - from, n);
    }
  }

  private void draw(MurmurDraw draw, int[] into, int n) {
    MurmurLanes.mix(draw.afterKey(), hashes, into, n);
    MurmurLanes.mix(into, tokens, n);
    MurmurLanes.finish(into, MurmurDraw.WORDS, n);
  }
}
