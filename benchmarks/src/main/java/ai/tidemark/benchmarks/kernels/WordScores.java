package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.lanes.Lanes;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for one draw, or the score of one word, or both: one by one, and in bulk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class WordScores {
  static final int WORDS = 1 << 16;

  /** Rounds after which bulk work surely runs in vectors: it leaves 2^24 words to scalar code. */
  private static final int BEFORE_VECTORS = (1 << 24) / WORDS + 8;

  /** Makes the words from a fixed seed, and compares both sides. */
  @Setup
  public void prepare() {
    if (!Lanes.AVAILABLE) {
      throw new IllegalStateException("this machine has no vectors of 512 bits");
    }
    fill(new SplittableRandom(20261124));
    long exact = exactSum();
    for (int i = 0; i < BEFORE_VECTORS; i++) {
      if (exact != sumInBulk()) {
        throw new IllegalStateException("sums differ");
      }
    }
  }

  /** One by one. */
  @Benchmark
  @OperationsPerInvocation(WORDS)
  public long scalar(Processor processor) {
    processor.begin();
    long sum = sumOneByOne();
    processor.end(WORDS);
    return sum;
  }

  /** In bulk. */
  @Benchmark
  @OperationsPerInvocation(WORDS)
  public long bulk(Processor processor) {
    processor.begin();
    long sum = sumInBulk();
    processor.end(WORDS);
    return sum;
  }

  /** Makes the words. */
  abstract void fill(SplittableRandom random);

  /** Returns what {@link #sumInBulk} must be equal to. */
  abstract long exactSum();

  /** Returns about the same sum, one by one, as a program would that nobody made fast. */
  abstract long sumOneByOne();

  /** Returns the sum in bulk. */
  abstract long sumInBulk();
}
