package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Count;
import ai.tidemark.benchmarks.nullrun.Contender.Tally;

/** Three running sums of the same scores; overflow is an {@link ArithmeticException}. */
final class Weights {
  private long n;
  private long sum;
  private long perTextN;
  private long perTextSum;
  private long allN;
  private long allSum;

  /** Counts a score once. */
  void once(long score) {
    n++;
    sum = Math.addExact(sum, score);
  }

  /** Counts a score once per text and once per occurrence. */
  void repeated(long score, int texts, int occurrences) {
    perTextN += texts;
    perTextSum = Math.addExact(perTextSum, score * texts);
    allN += occurrences;
    allSum = Math.addExact(allSum, score * occurrences);
  }

  /** Counts each of many scores once. */
  void once(long[] scores, int count) {
    long block = 0;
    long most = 0;
    for (int i = 0; i < count; i++) {
      block += scores[i];
      most = Math.max(most, scores[i]);
    }
    var _ = Math.multiplyExact(most, (long) count); // a bound on the block: it did not overflow
    n += count;
    sum = Math.addExact(sum, block);
  }

  /** Counts each of many scores once per text and once per occurrence of its tuple. */
  void repeated(long[] scores, int count, WeighedColumns tuples, int from) {
    int[] texts = tuples.texts();
    int[] occurrences = tuples.occurrences();
    long blockTexts = 0;
    long blockTextsSum = 0;
    long block = 0;
    long blockSum = 0;
    long most = 0;
    for (int i = 0; i < count; i++) {
      long score = scores[i];
      most = Math.max(most, score);
      blockTexts += texts[from + i];
      blockTextsSum += score * texts[from + i];
      block += occurrences[from + i];
      blockSum += score * occurrences[from + i];
    }
    var _ = Math.multiplyExact(most, block); // a bound on both sums, since texts <= occurrences
    perTextN += blockTexts;
    perTextSum = Math.addExact(perTextSum, blockTextsSum);
    allN += block;
    allSum = Math.addExact(allSum, blockSum);
  }

  /** Adds what was counted elsewhere. */
  synchronized void add(Weights other) {
    n += other.n;
    sum = Math.addExact(sum, other.sum);
    perTextN += other.perTextN;
    perTextSum = Math.addExact(perTextSum, other.perTextSum);
    allN += other.allN;
    allSum = Math.addExact(allSum, other.allSum);
  }

  /** Returns the sums. */
  synchronized Tally tally() {
    return new Tally(new Count(n, sum), new Count(perTextN, perTextSum), new Count(allN, allSum));
  }
}
