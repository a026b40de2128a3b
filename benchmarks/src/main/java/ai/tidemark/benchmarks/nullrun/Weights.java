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

  /** Returns the sums. */
  Tally tally() {
    return new Tally(new Count(n, sum), new Count(perTextN, perTextSum), new Count(allN, allSum));
  }
}
