package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The other laws: methods agree where they meet, never rise, and are right at the edges. */
final class LawShapeTest {
  private static final List<Long> SYNTHID =
      LongStream.range(0, 30).map(i -> 290 - 9 * i).boxed().toList();

  private static final List<NullLaw> LAWS =
      List.of(
          new NullLaw.ExponentialSum(),
          new NullLaw.Binomial(3, 1, 4),
          new NullLaw.DualExponential(0),
          new NullLaw.DualExponential(0.1),
          new NullLaw.DualExponential(0.5),
          new NullLaw.DualExponential(0.999),
          new NullLaw.QuantisedExponential(8191, 0, 1, 8191),
          new NullLaw.QuantisedExponential(1 << 24, 1, 1, (1 << 24) + 1),
          new NullLaw.WeightedBits(SYNTHID, 1, 2),
          new NullLaw.WeightedBits(List.of(6L, 10L), 1, 3),
          new NullLaw.WeightedBits(List.of(4L, 4L, 4L), 1, 3),
          new NullLaw.TableBits(SYNTHID, 32743, 65536),
          new NullLaw.TableBits(List.of(1L, 1L, 1L), 32743, 65536),
          new NullLaw.TableBits(List.of(5L), 32743, 65536),
          new NullLaw.Hypergeometric(12564, 50257));

  @Test
  void noLawRisesLeavesItsBoundOrPrintsZero() {
    for (NullLaw law : LAWS) {
      for (long n : new long[] {1, 2, 3, 7, 8, 9, 23, 24, 25, 70, 300, 5000}) {
        double sd = Math.sqrt(law.variance(n));
        double last = 0;
        for (double z = -6; z <= 60; z += z < 12 ? 0.37 : 7) {
          double at = law.mean(n) + z * sd;
          if (at >= 1 && at <= law.most(n)) {
            BigInteger sum = new BigDecimal(at).toBigInteger();
            double now = law.lnP(n, sum);
            assertThat(now).as("%s, n %d, z %s", law, n, z).isFinite().isLessThanOrEqualTo(last);
            assertThat(law.lnBound(n, sum)).as("%s, n %d, z %s", law, n, z).isBetween(now, 0.0);
            if (z >= 0) {
              assertThat(now).as("%s, n %d, z %s", law, n, z).isLessThan(0);
            }
            last = now;
          }
        }
        assertThat(law.lnP(n, BigInteger.ZERO)).isEqualTo(0.0);
      }
    }
  }

  @Test
  void dualNeverRisesFromUnitToUnit() {
    for (long n : new long[] {1, 5, 8, 9, 300, 1_000_000, 1_000_000_000_000L}) {
      NullLaw law = new NullLaw.DualExponential(0.1);
      for (double z : new double[] {-2, 0, 1, 30}) {
        double at = Math.max(n * 0.1, n + z * Math.sqrt((double) n)) * 0x1p32;
        BigInteger middle = new BigDecimal(at).toBigInteger();
        double last = 0;
        for (int i = -200; i <= 200; i++) {
          double now = law.lnP(n, middle.add(BigInteger.valueOf(i)));
          assertThat(now).as("n %d, z %s", n, z).isLessThanOrEqualTo(last);
          last = now;
        }
      }
    }
  }

  @Test
  void mixtureAndContourAgreeWhereTheyMeet() {
    double worst = 0;
    for (double a : new double[] {0.05, 0.1, 0.3, 0.45}) {
      for (int n = 1; n <= 8; n++) {
        for (double s = n; s < 4 * n + 10; s += 1.7) {
          if (DualMixture.isShort(n, s, a, 1 - a)) {
            double exact = DualMixture.lnUpper(n, s, a, 1 - a);
            double contour = DualTail.contour(n, s - n, a, 1 - a);
            worst = Math.max(worst, Math.abs(exact - contour) / Math.max(1, -exact));
          }
        }
      }
    }
    System.out.printf("Dual: mixture against contour, largest relative difference %.2e%n", worst);
    assertThat(worst).isBetween(1e-18, 1e-13);
  }

  @Test
  void convolutionAndContourAgreeWhereTheyMeet() {
    double worst = 0;
    Random random = new Random(4);
    for (int n = 1; n <= 8; n++) {
      BigInteger most = BigInteger.valueOf(4785L * n);
      for (int i = 0; i < 12; i++) {
        BigInteger k = BigInteger.valueOf(1 + random.nextInt(4785 * n - 1));
        long[] weights = SYNTHID.stream().mapToLong(Long::longValue).toArray();
        double exact = Convolution.lnUpper(weights, n, k, most, 1, 2);
        double contour = WeightedTail.contour(SYNTHID, n, k, 1, 2);
        double size = Math.max(Math.min(1, -1e3 * exact), -exact);
        worst = Math.max(worst, Math.abs(exact - contour) / size);
      }
    }
    System.out.printf("Weighted: convolution against contour, largest difference %.2e%n", worst);
    assertThat(worst).isBetween(1e-18, 1e-13);
  }

  @Test
  void equalWeightsAreTheBinomialLaw() {
    for (long n : new long[] {1, 2, 40, 400}) {
      NullLaw bits = new NullLaw.WeightedBits(Collections.nCopies(5, 7L), 1, 3);
      for (long k = 1; k <= 5 * n; k += 1 + n / 9) {
        double binomial = BinomialTail.lnUpper(5 * n, k, 1, 3);
        assertThat(bits.lnP(n, BigInteger.valueOf(7 * k))).isEqualTo(binomial);
        assertThat(bits.lnP(n, BigInteger.valueOf(7 * k - 6))).isEqualTo(binomial);
        double contour =
            k == 5 * n
                ? binomial
                : WeightedTail.contour(
                    Collections.nCopies(5, 7L), n, BigInteger.valueOf(7 * k), 1, 3);
        assertThat(contour).isCloseTo(binomial, within(1e-12 * Math.max(1, -binomial)));
      }
    }
  }

  @Test
  void oneLayerOfATableIsHypergeometric() {
    for (long k = 1; k <= 30; k++) {
      BigInteger sum = BigInteger.valueOf(k);
      double one = new NullLaw.TableBits(List.of(1L), 30, 64).lnP(40, sum);
      assertThat(one).isEqualTo(new NullLaw.Hypergeometric(30, 64).lnP(40, sum));
    }
  }

  @Test
  void aTableOfManyEntriesIsAsGoodAsIndependentBits() {
    NullLaw table = new NullLaw.TableBits(SYNTHID, 1_000_000_000, 2_000_000_000);
    NullLaw bits = new NullLaw.WeightedBits(SYNTHID, 1, 2);
    for (int sum : new int[] {470_000, 480_000, 500_000}) {
      BigInteger s = BigInteger.valueOf(sum);
      assertThat(table.lnP(200, s)).isCloseTo(bits.lnP(200, s), within(1e-4));
    }
  }

  @Test
  void quantisedTailsStandBelowTheContinuousOnes() {
    NullLaw quantised = new NullLaw.QuantisedExponential(8191, 0, 1, 8191);
    for (long n : new long[] {2, 10, 24, 100, 10_000}) {
      for (double z : new double[] {0, 3, 8, 40}) {
        BigInteger sum = new BigDecimal((n + z * Math.sqrt((double) n)) * 0x1p32).toBigInteger();
        double continuous = GammaTail.lnQ(n, sum);
        assertThat(quantised.lnP(n, sum)).isLessThanOrEqualTo(continuous);
      }
    }
    assertThat(quantised.mean(1) * 0x1p-32).isCloseTo(0.99934, within(1e-5));
  }

  @Test
  void momentsAreThoseOfTheLevels() {
    double mean = 0;
    double square = 0;
    for (int j = 0; j < 5000; j++) {
      double score = -Math.log1p(-(3.0 + 2 * j) / 10_007);
      mean += score / 5000;
      square += score * score / 5000;
    }
    NullLaw law = new NullLaw.QuantisedExponential(5000, 3, 2, 10_007);
    assertThat(law.mean(7) * 0x1p-32).isCloseTo(7 * mean, within(1e-10));
    assertThat(law.variance(7) * 0x1p-64).isCloseTo(7 * (square - mean * mean), within(1e-8));
  }

  @Test
  void midPIsTheMeanOfNeighbours() {
    NullLaw law = new NullLaw.WeightedBits(List.of(2L, 1L), 1, 2);
    // n = 1: P(X >= 2) = 1/2, P(X >= 3) = 1/4
    assertThat(law.lnMidP(1, BigInteger.TWO)).isCloseTo(Math.log(0.375), within(1e-15));
    assertThat(law.lnMidP(1, BigInteger.valueOf(3))).isCloseTo(Math.log(0.125), within(1e-15));
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> new NullLaw.DualExponential(1.5)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new NullLaw.QuantisedExponential(10, 0, 1, 10))
        .hasMessageContaining("1000 levels");
    NullLaw bits = new NullLaw.WeightedBits(List.of(2L, 1L), 1, 2);
    assertThatThrownBy(() -> bits.lnP(2, BigInteger.valueOf(7))).hasMessageContaining("6");
    NullLaw table = new NullLaw.TableBits(List.of(2L, 1L), 3, 6);
    assertThatThrownBy(() -> table.lnP(7, BigInteger.ONE)).hasMessageContaining("size");
    assertThatThrownBy(() -> table.lnP(5, BigInteger.TEN)).hasMessageContaining("at most 9");
    assertThatThrownBy(() -> new NullLaw.Hypergeometric(3, 6).lnP(4, BigInteger.valueOf(4)))
        .hasMessageContaining("0..3");
  }
}
