package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** SynthID's law given which states a text has: exact, where the law of their number is not. */
final class GivenTextTest {
  private static final int KEYS = 2_000;

  private static ForeignScheme scheme(int size, String keys) {
    String json =
        "{\"profile\":\"synthid-hf-table16\",\"parameters\":{\"ngram_len\":2,"
            + "\"sampling_table_size\":"
            + size
            + "},\"key\":["
            + keys
            + "]}";
    return ForeignKeyFile.parse("test", json.getBytes(StandardCharsets.UTF_8)).key().scheme();
  }

  private static WordTuples states(int... states) {
    WordTuples tuples = new WordTuples(1);
    for (int state : states) {
      tuples.add(new int[] {state}, 0);
    }
    return tuples;
  }

  /** The tail over all pairs of layer keys of a small table, counted one by one. */
  @Test
  void twoLayersEqualEveryPairOfKeys() {
    ForeignScheme scheme = scheme(256, "1,2");
    byte[] table = ((Table16Scheme) scheme).table().bits();
    int[] states = {3, 4, 5, 17, 90, 91, 200, 255};
    int[] one = new int[256];
    for (int k = 0; k < 256; k++) {
      for (int s : states) {
        one[k] += table[((s + k) * (int) LcgHash.MULTIPLIER + 1) & 255];
      }
    }
    NullLaw law = scheme.lawOf(states(states));
    for (int sum = 1; sum <= 2 * Arrays.stream(one).max().orElseThrow(); sum++) {
      int cases = 0;
      for (int a : one) {
        for (int b : one) {
          cases += a + b >= sum ? 1 : 0;
        }
      }
      double expected = Math.log(cases / 65536.0);
      assertThat(law.lnP(8, BigInteger.valueOf(sum)))
          .as("sum %d", sum)
          .isCloseTo(expected, within(1e-12));
      assertThat(law.lnBound(8, BigInteger.valueOf(sum))).isGreaterThanOrEqualTo(expected - 1e-12);
    }
    double mean = 2 * Arrays.stream(one).average().orElseThrow();
    assertThat(law.mean(8)).isCloseTo(mean, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> law.lnP(9, BigInteger.ONE));
  }

  /** A text made of runs of states: p over random keys is uniform under its own law only. */
  @Test
  void pIsUniformAlsoForATextWithStructure() {
    ForeignScheme scheme = scheme(65_536, "1,2,3,4,5,6,7,8,9,10");
    byte[] table = ((Table16Scheme) scheme).table().bits();
    int[] ones = new int[1_500]; // states that all read a one under one shift, and so move together
    int found = 0;
    for (int s = 0; found < ones.length; s++) {
      if (table[(s * (int) LcgHash.MULTIPLIER + 1) & 0xFFFF] == 1
          && table[((s + 1) * (int) LcgHash.MULTIPLIER + 1) & 0xFFFF] == 1) {
        ones[found++] = s;
      }
    }
    WordTuples tuples = states(ones);
    NullLaw exact = scheme.lawOf(tuples);
    NullLaw byNumber = scheme.law();
    int keys = 2_000;
    double[] own = new double[keys];
    SplittableRandom random = new SplittableRandom(16);
    byte[] seed = new byte[32];
    for (int k = 0; k < keys; k++) {
      random.nextBytes(seed);
      var keyed = scheme.seeded(seed);
      long sum = 0;
      for (int i = 0; i < tuples.size(); i++) {
        sum += keyed.score(tuples.words(), i);
      }
      double above = Math.exp(exact.lnP(tuples.size(), BigInteger.valueOf(sum + 1)));
      double from = Math.exp(exact.lnP(tuples.size(), BigInteger.valueOf(sum)));
      own[k] = above + (from - above) * random.nextDouble();
    }
    Arrays.sort(own);
    double ks = 0;
    for (int i = 0; i < keys; i++) {
      ks = Math.max(ks, Math.max(own[i] - (double) i / keys, (i + 1.0) / keys - own[i]));
    }
    assertThat(ks).as("KS, 1 %").isLessThan(1.63 / Math.sqrt(keys));
    BigInteger far =
        BigInteger.valueOf((long) (exact.mean(1_500) + 5 * Math.sqrt(exact.variance(1_500))));
    assertThat(Math.abs(exact.lnP(1_500, far) - byNumber.lnP(1_500, far)))
        .as("the law of the number alone is off on this text")
        .isGreaterThan(0.02);
  }

  /**
   * A run of states with the step along which this table's shifts vary most (1.97 times the
   * variance of the law of the number): the p of that law is visibly not uniform, the exact one is.
   */
  @Test
  void theLawOfTheNumberIsNotUniformOnARun() {
    ForeignScheme scheme = scheme(65_536, "1,2,3,4,5,6,7,8,9,10");
    int[] run = new int[1_500];
    Arrays.setAll(run, i -> i * 16_467 & 0xFFFF);
    WordTuples tuples = states(run);
    assertThat(distance(scheme, tuples, scheme.lawOf(tuples)))
        .as("KS of the exact law, 1 %")
        .isLessThan(1.63 / Math.sqrt(KEYS));
    assertThat(distance(scheme, tuples, scheme.law()))
        .as("KS of the law of the number, 1e-6")
        .isGreaterThan(2.7 / Math.sqrt(KEYS));
  }

  /** Returns the Kolmogorov-Smirnov distance of randomised p-values under random keys. */
  private static double distance(ForeignScheme scheme, WordTuples tuples, NullLaw law) {
    double[] p = new double[KEYS];
    SplittableRandom random = new SplittableRandom(16);
    byte[] seed = new byte[32];
    for (int k = 0; k < KEYS; k++) {
      random.nextBytes(seed);
      var keyed = scheme.seeded(seed);
      long sum = 0;
      for (int i = 0; i < tuples.size(); i++) {
        sum += keyed.score(tuples.words(), i);
      }
      double above =
          sum >= law.most(tuples.size())
              ? 0
              : Math.exp(law.lnP(tuples.size(), BigInteger.valueOf(sum + 1)));
      double from = Math.exp(law.lnP(tuples.size(), BigInteger.valueOf(sum)));
      p[k] = above + (from - above) * random.nextDouble();
    }
    Arrays.sort(p);
    double ks = 0;
    for (int i = 0; i < KEYS; i++) {
      ks = Math.max(ks, Math.max(p[i] - (double) i / KEYS, (i + 1.0) / KEYS - p[i]));
    }
    return ks;
  }

  @Test
  void theDetectorUsesIt() {
    ForeignScheme scheme = scheme(65_536, "1,2,3,4,5,6");
    ForeignDetector detector = new ForeignDetector(scheme.seeded(new byte[32]));
    detector.begin();
    int[] ids = new SplittableRandom(2).ints(200, 0, 50_000).toArray();
    detector.add(ids, ids.length);
    ForeignEvidence evidence = detector.evidence();
    assertThat(evidence.law()).isInstanceOf(NullLaw.GivenTuples.class);
    assertThat(evidence.lnP()).isBetween(-12.0, 0.0);
    assertThat(evidence.lnBound()).isGreaterThanOrEqualTo(evidence.lnP());
  }
}
