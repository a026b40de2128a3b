package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.scheme.Contexts;
import java.util.SplittableRandom;

/**
 * Nanoseconds for what a scan does for one tuple and key: draw and score. With one {@code
 * Cipher.update} a block and {@link StrictMath#log}, whose floor is off by one for a word in some
 * ten thousand; and as the scan does it, exactly, on 4,096 tuples that were laid out before.
 */
public class DrawnScores extends WordScores {
  private static final int BLOCK = 4096;
  private static final Contexts.Coined ALL_FLEET =
      new Contexts.Coined(4, 2, 0, Contexts.Coined.ONE);

  private final long[] hi = new long[WORDS];
  private final long[] lo = new long[WORDS];
  private final DrawKey key = DrawKey.copyOf(new byte[DrawKey.BYTES]);
  private final Draws bulk = Draws.bulk(key);
  private final OneByOne oneByOne = new OneByOne(new byte[DrawKey.BYTES]);
  private final Coin.Tuples[] runs = new Coin.Tuples[WORDS / BLOCK];

  @Override
  void fill(SplittableRandom random) {
    for (int i = 0; i < WORDS; i++) {
      hi[i] = random.nextLong() >>> 2;
      lo[i] = random.nextLong();
    }
    for (int run = 0; run < runs.length; run++) {
      runs[run] = new Coin(ALL_FLEET, key).route(hi, lo, run * BLOCK, (run + 1) * BLOCK).fleet();
    }
  }

  @Override
  long exactSum() {
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += Score.of(oneByOne.word(hi[i], lo[i]));
    }
    return sum;
  }

  @Override
  long sumOneByOne() {
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += OneByOne.score(oneByOne.word(hi[i], lo[i]));
    }
    return sum;
  }

  @Override
  long sumInBulk() {
    long sum = 0;
    for (Coin.Tuples run : runs) {
      sum += run.evidence(bulk).sum().low();
    }
    return sum;
  }
}
