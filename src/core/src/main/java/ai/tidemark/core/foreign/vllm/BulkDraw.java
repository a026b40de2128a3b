package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.LogLanes;
import ai.tidemark.core.lanes.PhiloxLanes;
import java.util.Arrays;

/**
 * {@link PhiloxDraw} and the scores on many tuples at once, under one key or a weighed pair. Needs
 * {@link Lanes#AVAILABLE}. Not thread-safe.
 */
final class BulkDraw {
  private final int width;
  private final long keyA;
  private final long keyB;
  private final double weightA;
  private final double weightB;
  private final boolean dual;

  private final long[] s0 = new long[Lanes.CHUNK];
  private final long[] s1 = new long[Lanes.CHUNK];
  private final long[] s2 = new long[Lanes.CHUNK];
  private final long[] s3 = new long[Lanes.CHUNK];
  private final long[] k0 = new long[Lanes.CHUNK];
  private final long[] k1 = new long[Lanes.CHUNK];
  private final long[] lanes = new long[Lanes.CHUNK];
  private final long[] chunk = new long[Lanes.CHUNK];
  private final double[] natsA = new double[Lanes.CHUNK];
  private final double[] natsB = new double[Lanes.CHUNK];

  /** One key. */
  BulkDraw(int width, long key) {
    this(width, key, key, 1, 0, false);
  }

  /** Two keys, whose nats are weighed and added. */
  BulkDraw(int width, long keyA, long keyB, double weightA, double weightB) {
    this(width, keyA, keyB, weightA, weightB, true);
  }

  private BulkDraw(int width, long keyA, long keyB, double weightA, double weightB, boolean dual) {
    this.width = width;
    this.keyA = keyA;
    this.keyB = keyB;
    this.weightA = weightA;
    this.weightB = weightB;
    this.dual = dual;
  }

  /** Scores tuples from..to. */
  void scores(WordColumns tuples, int from, int to, long[] scores) {
    for (int at = from; at < to; at += Lanes.CHUNK) {
      int n = Math.min(Lanes.CHUNK, to - at);
      nats(keyA, tuples, at, n, natsA);
      if (dual) {
        nats(keyB, tuples, at, n, natsB);
        for (int i = 0; i < n; i++) {
          natsA[i] = weightA * natsA[i] + weightB * natsB[i];
        }
      }
      LogLanes.floors(natsA, chunk, n);
      System.arraycopy(chunk, 0, scores, at - from, n);
    }
  }

  private void nats(long key, WordColumns tuples, int at, int n, double[] nats) {
    contexts((int) key, (int) (key >>> 32), tuples, at, n);
    int[] tokens = tuples.column(width);
    for (int i = 0; i < n; i++) {
      k0[i] = (int) key ^ s3[i];
      s3[i] = s2[i];
      s2[i] = s1[i];
      s1[i] = s0[i];
      lanes[i] = tokens[at + i];
      s0[i] = lanes[i] >>> 2; // a token is not negative
    }
    Arrays.fill(k1, (int) (key >>> 32) ^ PhiloxDraw.TOKEN_TAG);
    PhiloxLanes.blocks(s0, s1, s2, s3, k0, k1, n);
    PhiloxLanes.pick(s0, s1, s2, s3, lanes, n);
    LogLanes.nats24(s0, nats, n);
  }

  /** Leaves the state of each context in s0..s3. */
  private void contexts(int low, int high, WordColumns tuples, int at, int n) {
    Arrays.fill(s0, PhiloxDraw.CONTEXT_TAG);
    Arrays.fill(s1, width);
    Arrays.fill(s2, 0);
    Arrays.fill(s3, 0);
    Arrays.fill(k1, high);
    for (int offset = 0; offset < width; offset += 4) {
      mix(s0, tuples, offset, at, n, -1);
      mix(s1, tuples, offset + 1, at, n, -2);
      mix(s2, tuples, offset + 2, at, n, -3);
      mix(s3, tuples, offset + 3, at, n, -4);
      Arrays.fill(k0, low ^ offset);
      PhiloxLanes.blocks(s0, s1, s2, s3, k0, k1, n);
    }
  }

  private void mix(long[] state, WordColumns tuples, int word, int at, int n, int missing) {
    if (word < width) {
      int[] column = tuples.column(word);
      for (int i = 0; i < n; i++) {
        state[i] ^= column[at + i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        state[i] ^= missing;
      }
    }
  }
}
