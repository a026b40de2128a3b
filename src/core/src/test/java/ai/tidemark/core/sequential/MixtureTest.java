package ai.tidemark.core.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.BinomialPoint;
import ai.tidemark.core.law.NullLaw;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** E-values against their definition: mean 1 under the null, and the integral they stand for. */
final class MixtureTest {
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);

  private static BigInteger units(double nats) {
    return BigInteger.valueOf((long) (nats * 0x1p32));
  }

  @Test
  void binomialMixturesHaveMeanOneUnderTheNull() {
    NullLaw.Binomial odd = new NullLaw.Binomial(3, 16_000, 32_001);
    List<Mixture> mixtures =
        List.of(
            BinomialMixture.of(QUARTER),
            BinomialMixture.expecting(QUARTER, 0.5),
            BinomialMixture.of(odd),
            TiltMixture.of(QUARTER),
            TiltMixture.of(new NullLaw.WeightedBits(List.of(1L, 1L), 1, 4)));
    for (Mixture mixture : mixtures) {
      for (int n : new int[] {1, 2, 10, 77}) {
        long perTuple =
            switch (mixture.law()) {
              case NullLaw.Binomial law -> law.perTuple();
              default -> 2;
            };
        boolean quarter = !mixture.law().equals(odd);
        double mean = 0;
        for (long k = 0; k <= perTuple * n; k++) {
          double lnPoint =
              quarter
                  ? BinomialPoint.ln(perTuple * n, k, 1, 4)
                  : BinomialPoint.ln(perTuple * n, k, 16_000, 32_001);
          mean += StrictMath.exp(lnPoint + mixture.lnE(n, BigInteger.valueOf(k)));
        }
        assertThat(mean).isCloseTo(1, within(1e-11));
      }
    }
  }

  @Test
  void theClosedFormIsTheUniformAverageOfLikelihoodRatios() {
    BinomialMixture mixture = BinomialMixture.of(QUARTER);
    for (int[] at : new int[][] {{1, 0}, {1, 1}, {20, 5}, {20, 14}, {300, 130}}) {
      double sum = 0;
      int cells = 200_000;
      for (int i = 0; i < cells; i++) {
        double g = 0.25 + 0.75 * (i + 0.5) / cells;
        sum += StrictMath.pow(g / 0.25, at[1]) * StrictMath.pow((1 - g) / 0.75, at[0] - at[1]);
      }
      assertThat(mixture.lnE(at[0], BigInteger.valueOf(at[1])))
          .isCloseTo(StrictMath.log(sum / cells), within(1e-7));
    }
  }

  @Test
  void anExpectedRateHasHalfTheWeight() {
    BinomialMixture both = BinomialMixture.expecting(QUARTER, 0.5);
    BigInteger hits = BigInteger.valueOf(12);
    double uniform = StrictMath.exp(BinomialMixture.of(QUARTER).lnE(20, hits));
    double point = StrictMath.pow(2, 12) * StrictMath.pow(2.0 / 3, 8);
    assertThat(StrictMath.exp(both.lnE(20, hits))).isCloseTo((uniform + point) / 2, within(1e-9));
  }

  /** Integrates E over the Gamma density by the midpoint rule. */
  @Test
  void gammaMixturesHaveMeanOneUnderTheNull() {
    TiltMixture mixture = TiltMixture.of(new NullLaw.ExponentialSum());
    for (int n : new int[] {1, 5, 30}) {
      double lnFactorial = 0;
      for (int i = 2; i < n; i++) {
        lnFactorial += StrictMath.log(i);
      }
      double mean = 0;
      double step = 0.01;
      for (double s = step / 2; s < 400; s += step) {
        double lnDensity = (n - 1) * StrictMath.log(s) - s - lnFactorial;
        mean += step * StrictMath.exp(lnDensity + mixture.lnE(n, units(s)));
      }
      assertThat(mean).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void theGammaMixtureIsItsGridOfLikelihoodRatios() {
    NullLaw law = new NullLaw.ExponentialSum();
    TiltMixture two = TiltMixture.of(law, 0.1, 0.4, 2);
    double s = 13.25;
    double expected =
        (StrictMath.pow(0.9, 10) * StrictMath.exp(0.1 * s)
                + StrictMath.pow(0.6, 10) * StrictMath.exp(0.4 * s))
            / 2;
    assertThat(two.lnE(10, units(s))).isCloseTo(StrictMath.log(expected), within(1e-12));
  }

  @Test
  void nothingCancelsAtATrillionTuples() {
    long n = 1_000_000_000_000L;
    // z = 8 above the mean: the likeliest ratio is exp(z^2 / 2), the average over rates of width
    // 3/4 has sqrt(2 pi) sd / .75 of it, sd = sqrt(3/16 / n)
    long hits = n / 4 + (long) (8 * StrictMath.sqrt(n * 3.0 / 16));
    double sd = StrictMath.sqrt(3.0 / 16 / n);
    double expected = 32 + StrictMath.log(StrictMath.sqrt(2 * Math.PI) * sd / 0.75);
    assertThat(BinomialMixture.of(QUARTER).lnE(n, BigInteger.valueOf(hits)))
        .isCloseTo(expected, within(1e-3)); // skewness left out: z^3 / sqrt(n)
    BigInteger sum =
        BigInteger.valueOf(n).shiftLeft(32).add(units(8 * StrictMath.sqrt((double) n)));
    TiltMixture one = TiltMixture.of(new NullLaw.ExponentialSum(), 8e-6, 8.000001e-6, 2);
    assertThat(one.lnE(n, sum)).isCloseTo(32, within(1e-3));
  }

  @Test
  void theAverageOfEValuesIsTheOnlyWayToCombineThem() {
    double[] lnE = {StrictMath.log(3), StrictMath.log(5), 800};
    assertThat(Mixture.lnAverage(Arrays.copyOf(lnE, 2)))
        .isCloseTo(StrictMath.log(4), within(1e-12));
    assertThat(Mixture.lnAverage(lnE)).isCloseTo(800 - StrictMath.log(3), within(1e-9));
    assertThatThrownBy(() -> Mixture.lnAverage(new double[0])).hasMessageContaining("empty");
  }

  /**
   * Acceptance 8.4.10, the part on e-values: no public method takes two e-processes, or an
   * e-process and an e-value, so the product over document shards cannot be written. Catches a
   * {@code merge} or {@code times} that is added to the types.
   */
  @Test
  void processesCannotBeCombined() {
    for (Class<?> type : List.of(EProcess.class, Mixture.class, BinomialMixture.class)) {
      for (Method method : type.getMethods()) {
        assertThat(method.getParameterTypes())
            .as("%s", method)
            .doesNotContain(EProcess.class, Mixture.class);
        boolean numbers = Arrays.stream(method.getParameterTypes()).anyMatch(double.class::equals);
        assertThat(numbers && type == EProcess.class).as("%s", method).isFalse();
      }
    }
    EProcess process = new EProcess(BinomialMixture.of(QUARTER), StrictMath.log(0.01));
    process.look(100, BigInteger.valueOf(30));
    assertThatThrownBy(() -> process.look(50, BigInteger.valueOf(31))) // of another shard
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(100, 30)")
        .hasMessageContaining("(50, 31)");
    assertThatThrownBy(() -> process.look(120, BigInteger.valueOf(29)))
        .hasMessageContaining("totals must grow together");
    assertThatThrownBy(() -> process.look(100, BigInteger.valueOf(31)))
        .hasMessageContaining("totals must grow together");
    System.out.println(
        "acceptance 8.4.10 product of e-values over shards: got refused, must be refused");
  }

  @Test
  void aProcessKeepsItsLargestValueAndItsStop() {
    EProcess process = new EProcess(BinomialMixture.of(QUARTER), StrictMath.log(0.01));
    assertThat(process.lnP()).isZero();
    assertThat(process.look(8, BigInteger.valueOf(2))).isFalse();
    assertThat(process.lnE()).isNegative();
    assertThat(process.lnP()).isZero(); // E started at 1
    assertThat(process.stop()).isEmpty();
    assertThat(process.look(20, BigInteger.valueOf(14))).isTrue();
    double then = process.lnE();
    assertThat(then).isGreaterThan(StrictMath.log(100));
    assertThat(process.look(60, BigInteger.valueOf(14))).isTrue();
    assertThat(process.lnE()).isLessThan(then);
    assertThat(process.lnLargest()).isEqualTo(then);
    assertThat(process.lnP()).isEqualTo(-then);
    assertThat(process.stop()).hasValue(20);
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> BinomialMixture.expecting(QUARTER, 0.2)).hasMessageContaining("0.2");
    assertThatThrownBy(() -> TiltMixture.of(QUARTER, 0.5, 0.1, 3)).hasMessageContaining("lowest");
    Mixture oneSample = Mixture.of(new NullLaw.Hypergeometric(10, 40));
    assertThatThrownBy(() -> new EProcess(oneSample, -5)).hasMessageContaining("independent");
    assertThatThrownBy(() -> new EProcess(BinomialMixture.of(QUARTER), 0.1))
        .hasMessageContaining("lnAlpha");
  }
}
