package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.foreign.ForeignDetector;
import ai.tidemark.core.foreign.ForeignEvidence;
import ai.tidemark.core.foreign.ForeignKeyFile;
import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.TextLaws;
import ai.tidemark.core.foreign.WordTuples;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SynthID's law given which states a text has: exact, where the law of their number is not. */
final class GivenTextTest {
  private static final int KEYS = 2_000;

  private static ForeignScheme scheme(int size, String keys) {
    return scheme(size, keys, "mean");
  }

  private static ForeignScheme scheme(int size, String keys, String statistic) {
    String json =
        "{\"profile\":\"synthid-hf-table16\",\"parameters\":{\"ngram_len\":2,"
            + "\"sampling_table_size\":"
            + size
            + ",\"statistic\":\""
            + statistic
            + "\"},\"key\":["
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
    assertEqualsEveryPairOfKeys("mean", 1, 1);
    assertEqualsEveryPairOfKeys("weighted", 10, 1);
  }

  private static void assertEqualsEveryPairOfKeys(String statistic, int first, int second) {
    ForeignScheme scheme = scheme(256, "1,2", statistic);
    byte[] table = ((Table16Scheme) scheme).table().bits();
    int[] states = {3, 4, 5, 17, 90, 91, 200, 255};
    int[] one = new int[256];
    for (int k = 0; k < 256; k++) {
      for (int s : states) {
        one[k] += table[((s + k) * (int) LcgHash.MULTIPLIER + 1) & 255];
      }
    }
    NullLaw law = scheme.lawOf(states(states));
    int most = (first + second) * Arrays.stream(one).max().orElseThrow();
    assertThat(law.most(8)).isEqualTo(most);
    for (int sum = 1; sum <= most; sum++) {
      int cases = 0;
      for (int a : one) {
        for (int b : one) {
          cases += first * a + second * b >= sum ? 1 : 0;
        }
      }
      double expected = Math.log(cases / 65536.0);
      double lnP = law.lnP(8, BigInteger.valueOf(sum));
      assertThat(lnP).as("%s, sum %d", statistic, sum).isCloseTo(expected, within(1e-12));
      assertThat(law.lnBound(8, BigInteger.valueOf(sum))).isBetween(lnP, 0.0);
    }
    double mean = (first + second) * Arrays.stream(one).average().orElseThrow();
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
    long[] sums = sums(scheme, tuples);
    double[] p = new double[KEYS];
    SplittableRandom random = new SplittableRandom(17);
    for (int k = 0; k < KEYS; k++) {
      double above =
          sums[k] >= law.most(tuples.size())
              ? 0
              : Math.exp(law.lnP(tuples.size(), BigInteger.valueOf(sums[k] + 1)));
      double from = Math.exp(law.lnP(tuples.size(), BigInteger.valueOf(sums[k])));
      p[k] = above + (from - above) * random.nextDouble();
    }
    Arrays.sort(p);
    double ks = 0;
    for (int i = 0; i < KEYS; i++) {
      ks = Math.max(ks, Math.max(p[i] - (double) i / KEYS, (i + 1.0) / KEYS - p[i]));
    }
    return ks;
  }

  /**
   * The weighted statistic on a run of 8,000 states, 2,000 random keys: as many come to a level as
   * may. The mutant is the law of the number of states: 114 keys came to 1e-3 where 2 should.
   */
  @Test
  void theWeightedStatisticHoldsItsLevelOnARun() {
    ForeignScheme scheme =
        scheme(
            65_536,
            IntStream.rangeClosed(1, 30).mapToObj(String::valueOf).collect(Collectors.joining(",")),
            "weighted");
    int[] run = new int[8_000];
    Arrays.setAll(run, i -> i * 5_489 & 0xFFFF);
    WordTuples tuples = states(run);
    long[] sums = sums(scheme, tuples);
    NullLaw exact = scheme.lawOf(tuples);
    assertThat(exact).isInstanceOf(NullLaw.GivenTuples.class);
    for (double level : new double[] {0.5, 0.1, 0.01, 0.001}) {
      long reached = reached(sums, exact, run.length, level);
      long mutant = reached(sums, scheme.law(), run.length, level);
      System.out.printf(
          "SynthID weighted, run of 8,000 states: p <= %s for %d of %d keys, %s expected; by the"
              + " law of the number %d%n",
          level, reached, KEYS, KEYS * level, mutant);
      assertThat(tail(reached, level)).as("%d keys reach %s", reached, level).isGreaterThan(1e-4);
      if (level <= 0.01) {
        assertThat(tail(mutant, level)).as("mutant: %d keys", mutant).isLessThan(1e-12);
      }
    }
  }

  /** Returns the binomial chance of this many keys at a level, or more extreme on its side. */
  private static double tail(long reached, double level) {
    NullLaw law = new NullLaw.Binomial(1, Math.round(level * 1000), 1000);
    double atLeast = Math.exp(law.lnP(KEYS, BigInteger.valueOf(reached)));
    double more = Math.exp(law.lnP(KEYS, BigInteger.valueOf(reached + 1)));
    return Math.min(atLeast, 1 - more);
  }

  /** Returns how many sums have p at most a level: those from its smallest such sum on. */
  private static long reached(long[] sums, NullLaw law, int n, double level) {
    long low = (long) law.mean(n) / 2;
    long high = (long) law.most(n);
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (law.lnP(n, BigInteger.valueOf(middle)) <= Math.log(level)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    long critical = high;
    return Arrays.stream(sums).filter(sum -> sum >= critical).count();
  }

  /** Returns the text's sums under random keys. */
  private static long[] sums(ForeignScheme scheme, WordTuples tuples) {
    long[] sums = new long[KEYS];
    SplittableRandom random = new SplittableRandom(16);
    byte[] seed = new byte[32];
    for (int k = 0; k < KEYS; k++) {
      random.nextBytes(seed);
      var keyed = scheme.seeded(seed);
      for (int i = 0; i < tuples.size(); i++) {
        sums[k] += keyed.score(tuples.words(), i);
      }
    }
    return sums;
  }

  /** Marked text: some shifts read far more ones than all others, and p is as rare as they are. */
  @Test
  void aMarkedTextsOwnShiftsAreInItsLaw() {
    ForeignScheme scheme = scheme(65_536, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16", "weighted");
    var keyed = scheme.seeded(new byte[32]);
    SplittableRandom random = new SplittableRandom(5);
    WordTuples marked = new WordTuples(1);
    int[] best = new int[1];
    while (marked.size() < 400) {
      int[] other = {random.nextInt(65_536)};
      best[0] = random.nextInt(65_536);
      marked.add(keyed.score(best, 0) >= keyed.score(other, 0) ? best : other, 0);
    }
    long sum = 0;
    for (int i = 0; i < marked.size(); i++) {
      sum += keyed.score(marked.words(), i);
    }
    NullLaw law = scheme.lawOf(marked);
    double lnP = law.lnP(400, BigInteger.valueOf(sum));
    assertThat(lnP).isBetween(-16 * Math.log(65_536), Math.log(1e-9));
    assertThat(law.lnBound(400, BigInteger.valueOf(sum))).isBetween(lnP, lnP + 5);
  }

  @Test
  void equalSchemesShareALawPerText() {
    ForeignScheme scheme = scheme(65_536, "1,2,3");
    ForeignScheme equal = scheme(65_536, "7,8,9");
    assertThat(scheme).isEqualTo(equal).hasSameHashCodeAs(equal);
    assertThat(scheme)
        .isNotEqualTo(scheme(65_536, "1,2"))
        .isNotEqualTo(scheme(32_768, "1,2,3"))
        .isNotEqualTo(scheme(65_536, "1,2,3", "weighted"));
    ForeignDetector first = new ForeignDetector(scheme.seeded(new byte[32]));
    ForeignDetector second = new ForeignDetector(equal.seeded(new byte[32]));
    int[] ids = new SplittableRandom(2).ints(200, 0, 50_000).toArray();
    for (ForeignDetector detector : List.of(first, second)) {
      detector.begin();
      detector.add(ids, ids.length);
    }
    TextLaws laws = new TextLaws();
    assertThat(second.evidence(laws).law()).isSameAs(first.evidence(laws).law());
    assertThat(second.evidence().law())
        .isEqualTo(first.evidence().law())
        .hasSameHashCodeAs(first.evidence().law());
    second.add(ids, 100);
    second.add(new int[] {1, 2, 3, 4, 5, 6}, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> second.evidence(laws))
        .withMessageContaining("other texts");
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
