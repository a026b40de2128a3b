package ai.tidemark.benchmarks.kernels;

import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.lanes.LogLanes;
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
 * Nanoseconds for one score floor(-ln(1 - u) 2^32) of a 32-bit word, u = (w + 1/2) / 2^32: by
 * {@link StrictMath#log}, and in vectors with the same result.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Logarithms {
  private static final int WORDS = 1 << 16;

  private final int[] words = new int[WORDS];
  private final int[] chunk = new int[Lanes.CHUNK];
  private final double[] nats = new double[Lanes.CHUNK];
  private final long[] scores = new long[Lanes.CHUNK];

  /** Makes the words and compares both sides. */
  @Setup
  public void prepare() {
    if (!Lanes.AVAILABLE) {
      throw new IllegalStateException("this machine has no vectors of 512 bits");
    }
    SplittableRandom random = new SplittableRandom(20261124);
    for (int i = 0; i < WORDS; i++) {
      words[i] = random.nextInt();
    }
    if (sumOfStrictMath() != sumInBulk()) {
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
    for (int word : words) {
      double u = ((word & 0xFFFF_FFFFL) + 0.5) * 0x1p-32;
      sum += (long) (-StrictMath.log(1 - u) * 0x1p32);
    }
    return sum;
  }

  private long sumInBulk() {
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
