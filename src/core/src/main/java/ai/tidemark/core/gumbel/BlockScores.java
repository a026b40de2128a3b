package ai.tidemark.core.gumbel;

import ai.tidemark.core.lanes.BlockLanes;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.ScoreLanes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the scores of encrypted blocks, straight from the cipher's bytes. In vectors where this
 * JVM has them, else one {@link Score#of} after another, which is the specification. Not
 * thread-safe.
 */
final class BlockScores {
  /**
   * Blocks at a time: 16 KiB in and 16 KiB out stay in the L1 cache. Measured with the cipher: 512
   * take 4 % longer for each, 4,096 as long.
   */
  static final int MOST = 1024;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final long[] words = new long[MOST];
  private final @Nullable ScoreLanes lanes = Lanes.AVAILABLE ? new ScoreLanes() : null;

  /**
   * Returns the sum, below 2^48.
   *
   * @param drawn encrypted blocks; a word is the first eight of sixteen bytes. Shape [>= 16 n]
   * @param n blocks, in 0..{@link #MOST}
   */
  long sum(byte[] drawn, int n) {
    Objects.checkFromToIndex(0, n, MOST);
    return lanes == null ? scalar(drawn, n) : vector(lanes, drawn, n);
  }

  private long vector(ScoreLanes lanes, byte[] drawn, int n) {
    int whole = n & -BlockLanes.STEP;
    BlockLanes.words(drawn, whole, words, 0);
    long sum = lanes.floors(words, words, 0, whole);
    for (int i = 0; i < lanes.opened(); i++) {
      sum += score(drawn, lanes.open(i));
    }
    for (int i = whole; i < n; i++) {
      sum += score(drawn, i);
    }
    return sum;
  }

  /** The same, one by one. */
  static long scalar(byte[] drawn, int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      sum += score(drawn, i);
    }
    return sum;
  }

  private static long score(byte[] drawn, int block) {
    return Score.of((long) LONGS.get(drawn, block * Block.BYTES));
  }
}
