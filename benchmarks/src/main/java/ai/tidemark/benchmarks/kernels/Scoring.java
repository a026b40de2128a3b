package ai.tidemark.benchmarks.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.json.StrictJson;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds to score one distinct tuple under one key, PRF and score together: one by one, and in
 * bulk. Before anything is timed both sides must give equal scores. Beside JMH's own times stands
 * the thread's processor time, which other work on the machine disturbs less.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Scoring {
  private static final int TUPLES = 1 << 16;
  private static final int BLOCK = 4096;
  private static final int VOCABULARY = 100_277;

  /** A profile and its parameters. */
  @Param({
    "vllm-gumbel-philox-v1 {\"context_width\": 4}",
    "vllm-dual-key-gumbel-philox-v1 {\"context_width\": 4, \"alpha\": 0.1}",
    "sglang-gumbel-murmur-v1 {\"context_window\": 4}",
    "sglang-dual-gumbel-murmur-v1 {\"context_window\": 4, \"mixing_probability\": 0.5}",
    "synthid-dm-2025 {\"ngram_len\": 5, \"context_history_size\": 1024,"
        + " \"statistic\": \"weighted\"}",
    "textseal-v1 {\"watermark_type\": \"greenlist\", \"ngram\": 2, \"gamma\": 0.5}",
    "textseal-v1 {\"watermark_type\": \"gumbelmax\", \"ngram\": 2}",
    "sbw-v1 {\"seeding_scheme\": \"gpu-fused-simple_4\", \"gamma\": 0.5}",
    "sbw-v1 {\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 0.25}"
  })
  public String profile = "";

  private int[] words = new int[0];
  private int width;
  private WordColumns columns = WordColumns.of(words, 1, 0);
  private final long[] scores = new long[BLOCK];
  private KeyedScheme key = scheme("textseal-v1 {\"watermark_type\": \"greenlist\"}").seeded(SEED);

  private static final byte[] SEED = new byte[32];

  private static ForeignScheme scheme(String profile) {
    int space = profile.indexOf(' ');
    return ForeignProfiles.of("profile", profile.substring(0, space))
        .scheme(StrictJson.parse("parameters", profile.substring(space + 1).getBytes(UTF_8)));
  }

  /** Makes tuples and a key from fixed seeds, and compares both sides. */
  @Setup
  public void prepare() {
    if (!Lanes.AVAILABLE) {
      throw new IllegalStateException("this machine has no vectors of 512 bits");
    }
    ForeignScheme scheme = scheme(profile);
    SplittableRandom random = new SplittableRandom(20261124);
    WordTuples tuples = new WordTuples(scheme.width());
    int[] ids = new int[2048];
    while (tuples.size() < TUPLES) {
      for (int i = 0; i < ids.length; i++) {
        ids[i] = random.nextInt(VOCABULARY);
      }
      scheme.forEach(ids, ids.length, (_, from, at) -> tuples.add(from, at));
    }
    byte[] seed = SEED.clone();
    random.nextBytes(seed);
    words = tuples.words();
    width = scheme.width();
    columns = WordColumns.of(words, width, TUPLES);
    key = scheme.seeded(seed);
    for (int from = 0; from < TUPLES; from += BLOCK) {
      key.scores(columns, from, from + BLOCK, scores);
      for (int i = 0; i < BLOCK; i++) {
        if (scores[i] != key.score(words, (from + i) * width)) {
          throw new IllegalStateException("tuple " + (from + i) + " differs");
        }
      }
    }
  }

  /** One by one. */
  @Benchmark
  @OperationsPerInvocation(TUPLES)
  public long scalar(Processor processor) {
    processor.begin();
    long sum = 0;
    for (int i = 0; i < TUPLES; i++) {
      sum += key.score(words, i * width);
    }
    processor.end(TUPLES);
    return sum;
  }

  /** In bulk. */
  @Benchmark
  @OperationsPerInvocation(TUPLES)
  public long bulk(Processor processor) {
    processor.begin();
    long sum = 0;
    for (int from = 0; from < TUPLES; from += BLOCK) {
      key.scores(columns, from, from + BLOCK, scores);
      for (long score : scores) {
        sum += score;
      }
    }
    processor.end(TUPLES);
    return sum;
  }
}
