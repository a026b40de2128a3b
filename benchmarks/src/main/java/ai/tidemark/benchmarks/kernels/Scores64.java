package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.gumbel.Score;
import java.util.SplittableRandom;

/**
 * Nanoseconds for one of the product's own scores, floor(-ln(1 - u) 2^32), u = (w + 1/2) / 2^64: by
 * {@link StrictMath#log}, whose floor is off by one for a word in some ten thousand, and by {@link
 * Score#of(long[], long[], int)}, which is exact.
 */
public class Scores64 extends WordScores {
  private static final int BLOCK = 4096;

  private final long[] words = new long[WORDS];
  private final long[] block = new long[BLOCK];
  private final long[] scores = new long[BLOCK];

  @Override
  void fill(SplittableRandom random) {
    for (int i = 0; i < WORDS; i++) {
      words[i] = random.nextLong();
    }
  }

  @Override
  long exactSum() {
    long sum = 0;
    for (long word : words) {
      sum += Score.of(word);
    }
    return sum;
  }

  @Override
  long sumOneByOne() {
    long sum = 0;
    for (long word : words) {
      sum += OneByOne.score(word);
    }
    return sum;
  }

  @Override
  long sumInBulk() {
    long sum = 0;
    for (int from = 0; from < WORDS; from += BLOCK) {
      System.arraycopy(words, from, block, 0, BLOCK);
      Score.of(block, scores, BLOCK);
      for (long score : scores) {
        sum += score;
      }
    }
    return sum;
  }
}
