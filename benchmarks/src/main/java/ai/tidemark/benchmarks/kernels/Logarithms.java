package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.LogLanes;
import java.util.SplittableRandom;

/**
 * Nanoseconds for one score floor(-ln(1 - u) 2^32) of a 32-bit word, u = (w + 1/2) / 2^32: by
 * {@link StrictMath#log}, and in vectors with the same result.
 */
public class Logarithms extends WordScores {
  private final int[] words = new int[WORDS];
  private final int[] chunk = new int[Lanes.CHUNK];
  private final double[] nats = new double[Lanes.CHUNK];
  private final long[] scores = new long[Lanes.CHUNK];

  @Override
  void fill(SplittableRandom random) {
    for (int i = 0; i < WORDS; i++) {
      words[i] = random.nextInt();
    }
  }

  @Override
  long exactSum() {
    return sumOneByOne();
  }

  @Override
  long sumOneByOne() {
    long sum = 0;
    for (int word : words) {
      double u = ((word & 0xFFFF_FFFFL) + 0.5) * 0x1p-32;
      sum += (long) (-StrictMath.log(1 - u) * 0x1p32);
    }
    return sum;
  }

  @Override
  long sumInBulk() {
    long sum = 0;
    for (int from = 0; from < WORDS; from += Lanes.CHUNK) {
      System.arraycopy(words, from, chunk, 0, Lanes.CHUNK);
      LogLanes.nats32(chunk, nats, Lanes.CHUNK);
      LogLanes.floors(nats, scores, Lanes.CHUNK);
      for (long score : scores) {
        sum += score;
      }
    }
    return sum;
  }
}
