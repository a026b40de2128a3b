package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import java.util.SplittableRandom;

/**
 * Nanoseconds for one draw, from the two halves of a tuple to its word: with one {@code
 * Cipher.update} a block, and by {@link Draws#bulk}, laying out the blocks included in both.
 */
public class AesDraws extends WordScores {
  private static final int BLOCK = 4096;

  private final long[] hi = new long[WORDS];
  private final long[] lo = new long[WORDS];
  private final long[] words = new long[BLOCK];
  private final DrawKey key = DrawKey.copyOf(new byte[DrawKey.BYTES]);
  private final Draws bulk = Draws.bulk(key);
  private final OneByOne oneByOne = new OneByOne(new byte[DrawKey.BYTES]);

  @Override
  void fill(SplittableRandom random) {
    for (int i = 0; i < WORDS; i++) {
      hi[i] = random.nextLong() >>> 2;
      lo[i] = random.nextLong();
    }
  }

  @Override
  long exactSum() {
    return sumOneByOne();
  }

  @Override
  long sumOneByOne() {
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += oneByOne.word(hi[i], lo[i]);
    }
    return sum;
  }

  @Override
  long sumInBulk() {
    long sum = 0;
    for (int from = 0; from < WORDS; from += BLOCK) {
      bulk.words(hi, lo, from, from + BLOCK, words);
      for (long word : words) {
        sum += word;
      }
    }
    return sum;
  }
}
