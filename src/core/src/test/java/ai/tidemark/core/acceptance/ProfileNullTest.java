package ai.tidemark.core.acceptance;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Number 5 of the acceptance list: under the null every profile's sum has the mean and variance its
 * law says, also where n is large enough to see the discretisation. Mutations caught: a law without
 * its discretisation (Text Seal's 8,191 levels judged as continuous), and Hugging Face's SynthID
 * counted by n-gram and not by its 65,536 states.
 */
final class ProfileNullTest {
  private static final int VOCABULARY = 50_000;
  private static final int CHUNK = 100_000;

  private static Map<String, KeyedScheme> hashed() {
    Map<String, KeyedScheme> keys = new LinkedHashMap<>();
    put(keys, "vllm-gumbel-philox-v1", "{\"context_width\":4}", "\"1\"");
    put(keys, "vllm-dual-key-gumbel-philox-v1", "{\"context_width\":4,\"alpha\":0.1}", "\"1\"");
    put(keys, "sglang-gumbel-murmur-v1", "{\"context_window\":4}", "\"1\"");
    put(
        keys,
        "sglang-dual-gumbel-murmur-v1",
        "{\"context_window\":4,\"mixing_probability\":0.5}",
        "[\"1\",\"2\"]");
    put(
        keys,
        "sbw-v1",
        "{\"seeding_scheme\":\"gpu-fused-simple_4\",\"gamma\":0.25,\"vocab_size\":50000}",
        "\"15485863\"");
    put(
        keys,
        "synthid-dm-2025",
        "{\"ngram_len\":5}",
        "[\"654\",\"400\",\"836\",\"123\",\"340\",\"443\"]");
    put(keys, "textseal-v1", "{\"watermark_type\":\"gumbelmax\",\"ngram\":3}", "\"42\"");
    return keys;
  }

  private static KeyedScheme hashed(String id) {
    return Objects.requireNonNull(hashed().get(id));
  }

  private static void put(Map<String, KeyedScheme> keys, String id, String parameters, String key) {
    String json =
        "{\"profile\":\"" + id + "\",\"parameters\":" + parameters + ",\"key\":" + key + "}";
    keys.put(id, ForeignKeyFile.parse(id, json.getBytes(StandardCharsets.UTF_8)).key());
  }

  private static byte[] seed(long number) {
    byte[] bytes = new byte[32];
    new SplittableRandom(number).nextBytes(bytes);
    return bytes;
  }

  /**
   * Adds up the scores of a stream of random tokens, all of whose tuples are as good as distinct.
   */
  private static double z(ForeignScheme scheme, NullLaw law, long tuples, long key, long text) {
    KeyedScheme keyed = scheme.seeded(seed(key));
    SplittableRandom random = new SplittableRandom(text);
    int[] ids = new int[CHUNK];
    long[] total = new long[2]; // n and the sum of the chunk
    BigInteger sum = BigInteger.ZERO;
    while (total[0] < tuples) {
      int length = (int) Math.min(CHUNK, tuples - total[0] + 5);
      for (int i = 0; i < length; i++) {
        ids[i] = random.nextInt(VOCABULARY);
      }
      total[1] = 0;
      scheme.forEach(
          ids,
          length,
          (_, words, at) -> {
            total[0]++;
            total[1] += keyed.score(words, at);
          });
      sum = sum.add(BigInteger.valueOf(total[1]));
    }
    return z(law, total[0], sum);
  }

  private static double z(NullLaw law, long n, BigInteger sum) {
    return (sum.doubleValue() - law.mean(n)) / Math.sqrt(law.variance(n));
  }

  @Test
  void theLawsVarianceIsTheOneOverKeys() {
    overKeys(400, 1_500);
  }

  @Tag("statistics")
  @Test
  void theLawsVarianceIsTheOneOverAThousandKeys() {
    overKeys(1_000, 20_000);
  }

  private static void overKeys(int keys, int tuples) {
    hashed()
        .forEach(
            (id, key) -> {
              ForeignScheme scheme = key.scheme();
              double squares = 0;
              for (int k = 0; k < keys; k++) {
                double z = z(scheme, scheme.law(), tuples, k, 99);
                squares += z * z;
              }
              double sd = Math.sqrt(squares / keys);
              double width = 4 / Math.sqrt(2.0 * keys) + 0.02;
              Figure.between("8.4.5 " + id + " sd(z), " + keys + " keys", sd, 1 - width, 1 + width)
                  .mustHold();
            });
  }

  @Tag("statistics")
  @Test
  void aHundredMillionTuplesSeeNoBias() {
    hashed()
        .forEach(
            (id, key) -> {
              ForeignScheme scheme = key.scheme();
              double z = z(scheme, scheme.law(), 100_000_000, 7, 5);
              Figure.between("8.4.5 " + id + " z at n = 1e8", z, -4, 4).mustHold();
            });
    ForeignScheme coarse = hashed("textseal-v1").scheme();
    double z = z(coarse, new NullLaw.ExponentialSum(), 100_000_000, 7, 5);
    Figure.between("8.4.5 textseal-v1 z at n = 1e8", z, -4, 4)
        .mustFail("8,191 levels judged as continuous");
  }

  @Test
  void theMeanOfCoarseLevelsIsThatOfTheLevels() {
    double sum = 0;
    for (int h = 0; h < 8191; h++) {
      sum -= Math.log1p(-h / 8191.0);
    }
    String what = "8.4.5 textseal-v1 mean of one score, less that of its levels";
    double own = hashed("textseal-v1").scheme().law().mean(1) * 0x1p-32 - sum / 8191;
    Figure.between(what, own, -1e-9, 1e-9).mustHold();
    double continuous = new NullLaw.ExponentialSum().mean(1) * 0x1p-32 - sum / 8191;
    Figure.between(what, continuous, -1e-9, 1e-9).mustFail("8,191 levels judged as continuous");
  }

  @Test
  void synthIdOfHuggingFaceCountsItsStates() {
    Map<String, KeyedScheme> one = new LinkedHashMap<>();
    put(one, "synthid-hf-table16", "{\"ngram_len\":5}", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]");
    ForeignScheme scheme = Objects.requireNonNull(one.get("synthid-hf-table16")).scheme();
    NullLaw law = scheme.law();
    int[] ids = new SplittableRandom(4).ints(45_000, 0, VOCABULARY).toArray();
    int[] variants = variants();
    int[] many = new SplittableRandom(5).ints(600_000, 0, VOCABULARY).toArray();
    WordTuples states = new WordTuples(scheme.width());
    scheme.forEach(ids, ids.length, (_, words, at) -> states.add(words, at));
    int keys = 150;
    double byState = 0;
    double byGram = 0;
    for (int k = 0; k < keys; k++) {
      KeyedScheme keyed = scheme.seeded(seed(k));
      long once = 0;
      for (int i = 0; i < states.size(); i++) {
        once += keyed.score(states.words(), i);
      }
      double z = z(law, states.size(), BigInteger.valueOf(once));
      byState += z * z;
      long[] sum = new long[1];
      scheme.forEach(variants, variants.length, (_, words, at) -> sum[0] += keyed.score(words, at));
      double naive = naiveZ(law, variants.length - 4L, sum[0]);
      byGram += naive * naive;
    }
    Figure.atMost("8.4.5 synthid-hf-table16 n of 45,000 tokens", (double) states.size(), 65_536)
        .mustHold();
    Figure.between("8.4.5 synthid-hf-table16 sd(z)", Math.sqrt(byState / keys), 0.75, 1.25)
        .mustHold();
    Figure.between("8.4.5 synthid-hf-table16 sd(z)", Math.sqrt(byGram / keys), 0.75, 1.25)
        .mustFail("every n-gram counted");
    ForeignDetector detector = new ForeignDetector(scheme.seeded(seed(1)));
    detector.begin();
    detector.add(many, many.length);
    Figure.atMost(
            "8.4.5 synthid-hf-table16 n of 600,000 tokens",
            (double) detector.evidence().n(),
            65_536)
        .mustHold();
    assertThatIllegalArgumentException()
        .as("no p beyond the states")
        .isThrownBy(() -> law.lnP(65_537, BigInteger.valueOf(200_000)));
  }

  /** A text said four times with ids that differ by multiples of 65,536: no n-gram occurs twice. */
  private static int[] variants() {
    SplittableRandom random = new SplittableRandom(8);
    int[] base = random.ints(2_000, 0, VOCABULARY).toArray();
    int[] ids = new int[4 * base.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = base[i % base.length] + 65_536 * random.nextInt(4);
    }
    return ids;
  }

  /** As if each of n had bits of its own, with the mean and variance of few. */
  private static double naiveZ(NullLaw law, long n, long sum) {
    double scale = n / 100.0;
    return (sum - law.mean(100) * scale) / Math.sqrt(law.variance(100) * scale);
  }

  @Test
  void distinctTuplesAreWhatIsCounted() {
    KeyedScheme key = hashed("vllm-gumbel-philox-v1");
    int[] ids = new SplittableRandom(6).ints(500, 0, VOCABULARY).toArray();
    WordTuples tuples = new WordTuples(key.scheme().width());
    key.scheme().forEach(ids, ids.length, (_, words, at) -> tuples.add(words, at));
    Figure.between("8.4.5 distinct tuples of 500 random tokens", tuples.size(), 499, 500)
        .mustHold();
  }
}
