package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.gumbel.Score;
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

/**
 * Nanoseconds for one of the product's own scores, floor(-ln(1 - u) 2^32), u = (w + 1/2) / 2^64: by
 * {@link StrictMath#log}, whose floor is off by one for a word in some ten thousand, and by {@link
 * Score#of(long[], long[], int)}, which is exact.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Scores64 {
  private static final int WORDS = 1 << 16;

  private static final int BLOCK = 4096;

  private final long[] words = new long[WORDS];
  private final long[] block = new long[BLOCK];
  private final long[] scores = new long[BLOCK];

  /** Makes the words and compares both sides. */
  @Setup
  public void prepare() {
    if (!Lanes.AVAILABLE) {
      throw new IllegalStateException("this machine has no vectors of 512 bits");
    }
    SplittableRandom random = new SplittableRandom(20261124);
    for (int i = 0; i < WORDS; i++) {
      words[i] = random.nextLong();
    }
    long sum = 0;
    for (long word : words) {
      sum += Score.of(word);
    }
    if (sum != sumInBulk()) {
      throw new IllegalStateException("sums differ");
    }
  }

  /** One by one. */
  @Benchmark
  @OperationsPerInvocation(WORDS)
  public long scalar(Processor processor) {
    processor.begin();
    long sum = sumOfStrictMath();
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

  private long sumOfStrictMath() {
    long sum = 0;
    for (long word : words) {
      long rest = ~word;
      double v = ((rest >>> 32) * 0x1p32 + ((rest & 0xFFFF_FFFFL) + 0.5)) * 0x1p-64;
      sum += (long) (-StrictMath.log(v) * 0x1p32);
    }
    return sum;
  }

  private long sumInBulk() {
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
