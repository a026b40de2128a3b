package ai.tidemark.core.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.scheme.Contexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many tuples at once have the scores they have one by one, with vectors and without. */
final class BulkScoresTest {
  private static final int TOKENS = 3000;

  /** A profile with parameters. */
  record Case(String profile, String parameters) {
    ForeignScheme scheme() {
      StrictJson json = StrictJson.parse("parameters", parameters.getBytes(UTF_8));
      return ForeignProfiles.of("profile", profile).scheme(json);
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("vllm-gumbel-philox-v1", "{\"context_width\": 4}"),
        new Case("vllm-gumbel-philox-v1", "{\"context_width\": 1}"),
        new Case("vllm-gumbel-philox-v1", "{\"context_width\": 7}"),
        new Case("vllm-gumbel-philox-v1", "{\"context_width\": 10}"),
        new Case("vllm-dual-key-gumbel-philox-v1", "{\"context_width\": 4, \"alpha\": 0.1}"),
        new Case("vllm-dual-key-gumbel-philox-v1", "{\"context_width\": 2, \"alpha\": 1}"),
        new Case("sglang-gumbel-murmur-v1", "{\"context_window\": 4}"),
        new Case("sglang-dual-gumbel-murmur-v1", "{\"mixing_probability\": 0.5}"),
        new Case("sglang-dual-gumbel-murmur-v1", "{\"mixing_probability\": 0.03}"),
        new Case(
            "synthid-dm-2025",
            "{\"ngram_len\": 5, \"context_history_size\": 1024, \"statistic\": \"weighted\"}"),
        new Case(
            "synthid-dm-2025",
            "{\"ngram_len\": 3, \"context_history_size\": 1024, \"statistic\": \"mean\"}"),
        new Case("textseal-v1", "{\"watermark_type\": \"greenlist\", \"ngram\": 2}"),
        new Case("textseal-v1", "{\"watermark_type\": \"gumbelmax\", \"ngram\": 4}"),
        new Case("textseal-v1", "{\"watermark_type\": \"synthid\", \"ngram\": 2, \"depth\": 5}"),
        new Case("sbw-v1", "{\"seeding_scheme\": \"gpu-fused-simple_4\", \"gamma\": 0.5}"),
        new Case("sbw-v1", "{\"seeding_scheme\": \"gpu-selfhash\", \"gamma\": 0.25}"),
        new Case(
            "sbw-v1",
            "{\"seeding_scheme\": \"gpu-ff-anchored_minhash_prf-5-False\", \"gamma\": 0.25}"),
        new Case("sbw-v1", "{\"seeding_scheme\": \"gpu-selfhash-cpuhash\", \"gamma\": 0.25}"),
        new Case("sbw-v1", "{\"seeding_scheme\": \"gpu-simple_1\", \"gamma\": 0.25}"),
        new Case("sbw-v1", "{\"seeding_scheme\": \"gpu-skipgram\", \"gamma\": 0.25}"),
        new Case(
            "synthid-hf-table16",
            "{\"ngram_len\": 5, \"context_history_size\": 1024, \"sampling_table_size\": 65536,"
                + " \"sampling_table_seed\": 0, \"statistic\": \"mean\"}"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalOneByOne(Case of) {
    ForeignScheme scheme = of.scheme();
    SplittableRandom random = new SplittableRandom(20261124);
    for (int vocabulary : new int[] {3, 1000, 262_144, Integer.MAX_VALUE}) {
      WordTuples tuples = tuples(scheme, random, vocabulary);
      WordColumns columns = WordColumns.of(tuples.words(), scheme.width(), tuples.size());
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      KeyedScheme key = scheme.seeded(seed);
      long[] one = new long[tuples.size()];
      for (int i = 0; i < one.length; i++) {
        one[i] = key.score(tuples.words(), i * scheme.width());
      }
      assertThat(scores(key, columns, 0, one.length)).isEqualTo(one);
      for (int from : new int[] {0, 1, 509}) {
        for (int n : new int[] {0, 1, 7, 8, 513, 1030}) {
          int to = Math.min(one.length, from + n);
          if (from <= to) {
            assertThat(scores(key.copy(), columns, from, to))
                .isEqualTo(Arrays.copyOfRange(one, from, to));
          }
        }
      }
    }
  }

  private static WordTuples tuples(ForeignScheme scheme, SplittableRandom random, int vocabulary) {
    int[] ids = random.ints(TOKENS, 0, vocabulary).toArray();
    ids[TOKENS / 2] = vocabulary - 1;
    WordTuples tuples = new WordTuples(scheme.width());
    scheme.forEach(ids, TOKENS, (_, words, at) -> tuples.add(words, at));
    return tuples;
  }

  private static long[] scores(KeyedScheme key, WordColumns columns, int from, int to) {
    long[] scores = new long[to - from];
    key.scores(columns, from, to, scores);
    return scores;
  }

  @Test
  void columnsOutOfTheirArray() {
    assertThatThrownBy(() -> WordColumns.of(new int[5], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The build starts test JVMs with the module; without it every test of a kernel is skipped. */
  @Test
  void testsRunWithTheModule() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    // else the tests of the kernels would be left out where they can run
    assertThat(Lanes.AVAILABLE).isEqualTo(VectorShape.preferredShape().vectorBitSize() >= 512);
  }

  /** A JVM without the module scores the same; it would fail on touching a kernel's class. */
  @Test
  void aJvmWithoutTheModuleScoresTheSame() throws Exception {
    assertThat(digestOf()).isEqualTo("false " + Digest.of());
  }

  /** How the launcher starts it: the module comes without a line on standard error. */
  @Test
  void aJvmThatLoadsTheModuleLateScoresTheSameAndWarnsOfNothing() throws Exception {
    assertThat(digestOf("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"))
        .isEqualTo(Lanes.AVAILABLE + " " + Digest.of());
  }

  /** Returns all that a JVM of its own says, on standard error as well. */
  private static String digestOf(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path", ""));
    command.add(Digest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** A number that depends on every score of every case. */
  static final class Digest {
    private Digest() {}

    public static void main(String[] args) {
      System.out.println(Lanes.AVAILABLE + " " + of());
    }

    static long of() {
      long digest = 0;
      for (Case of : cases()) {
        ForeignScheme scheme = of.scheme();
        WordTuples tuples = tuples(scheme, new SplittableRandom(7), 1000);
        WordColumns columns = WordColumns.of(tuples.words(), scheme.width(), tuples.size());
        KeyedScheme key = scheme.seeded(new byte[32]);
        for (long score : scores(key, columns, 0, tuples.size())) {
          digest = digest * 31 + score;
        }
      }
      return digest * 31 + own();
    }

    /** The product's own draws and scores. */
    private static long own() {
      long[] hi = new SplittableRandom(8).longs(3000).map(bits -> bits >>> 2).toArray();
      long[] lo = new SplittableRandom(9).longs(3000).toArray();
      try (DrawKey key = DrawKey.copyOf(new byte[DrawKey.BYTES])) {
        Coin coin = new Coin(Contexts.Coined.DEFAULT, key);
        return coin.route(hi, lo, 0, 3000).fleet().evidence(Draws.bulk(key)).hashCode();
      }
    }
  }
}
