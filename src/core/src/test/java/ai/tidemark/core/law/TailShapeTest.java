package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.scheme.Scheme;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monotone, finite, and right at the edges. */
final class TailShapeTest {
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(32);

  /** Every place where the computation changes method, cell or series, walked unit by unit. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        2,
        3,
        15,
        16,
        17,
        64,
        65,
        66,
        255,
        256,
        257,
        1000,
        4096,
        100_000,
        1_000_000,
        1_000_000_000,
        1_000_000_000_000L,
        1L << 53,
        1L << 60
      })
  void gammaNeverRisesFromOneUnitToTheNext(long n) {
    BigInteger mean = ONE.multiply(BigInteger.valueOf(n));
    double root = Math.sqrt((double) n);
    for (double place : new double[] {0, root, 3 * root, n / 2.0, n, 16 * root, 100 * root}) {
      BigInteger around = new BigDecimal(place).multiply(new BigDecimal(ONE)).toBigInteger();
      assertNeverRises(n, mean.add(around), 600);
      assertNeverRises(n, mean.subtract(around), 600);
    }
    for (int bits = 0; bits <= mean.bitLength(); bits++) {
      assertNeverRises(n, mean.add(BigInteger.ONE.shiftLeft(bits)), 6);
      assertNeverRises(n, mean.subtract(BigInteger.ONE.shiftLeft(bits)), 6);
    }
  }

  private static void assertNeverRises(long n, BigInteger around, int each) {
    double last = 0;
    for (int i = -each; i <= each; i++) {
      BigInteger sum = around.add(BigInteger.valueOf(i));
      if (sum.signum() >= 0) {
        double now = GammaTail.lnQ(n, sum);
        assertThat(now).as("n %d, S %s", n, sum).isLessThanOrEqualTo(last).isFinite();
        last = now;
      }
    }
  }

  @Test
  void gammaNeverRisesOverRandomSums() {
    Random random = new Random(20261123);
    for (int round = 0; round < 400; round++) {
      long n = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e13));
      double spread = Math.exp(random.nextGaussian() * 4) * Math.sqrt((double) n);
      BigInteger[] sums = new BigInteger[30];
      for (int i = 0; i < sums.length; i++) {
        double s = Math.max(0, n + random.nextGaussian() * spread);
        sums[i] = new BigDecimal(s).multiply(new BigDecimal(ONE)).toBigInteger();
      }
      Arrays.sort(sums);
      double last = 0;
      for (BigInteger sum : sums) {
        double now = GammaTail.lnQ(n, sum);
        assertThat(now).as("n %d, S %s", n, sum).isLessThanOrEqualTo(last).isFinite();
        last = now;
      }
    }
  }

  @Test
  void gammaFallsStrictlyWhereRoundingAllowsIt() {
    for (long n : new long[] {1, 2, 10, 1000}) {
      BigInteger mean = ONE.multiply(BigInteger.valueOf(n));
      for (int i = 0; i < 100; i++) {
        BigInteger sum = mean.add(BigInteger.valueOf(i));
        assertThat(GammaTail.lnQ(n, sum.add(BigInteger.ONE))).isLessThan(GammaTail.lnQ(n, sum));
      }
    }
  }

  @Test
  void oneExponentialIsExactlyMinusS() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long units = random.nextLong(1L << 40);
      assertThat(GammaTail.lnQ(1, BigInteger.valueOf(units))).isEqualTo(-units * 0x1p-32);
      double s = random.nextDouble() * 100;
      assertThat(GammaTail.lnQ(1, s)).isEqualTo(-s);
    }
  }

  @Test
  void theEmptyTextAndTheEmptySumShowNothing() {
    assertThat(GammaTail.lnQ(0, BigInteger.ZERO)).isEqualTo(0.0);
    assertThat(GammaTail.lnQ(0, BigInteger.TEN)).isEqualTo(0.0);
    assertThat(GammaTail.lnBound(0, BigInteger.ZERO)).isEqualTo(0.0);
    assertThat(GammaTail.lnQ(7, BigInteger.ZERO)).isEqualTo(0.0);
    assertThat(GammaTail.lnQ(1_000_000_000_000L, BigInteger.ZERO)).isEqualTo(0.0);
    assertThat(BinomialTail.lnUpper(0, 0, 1, 2)).isEqualTo(0.0);
    assertThat(BinomialTail.lnUpper(9, 0, 1, 2)).isEqualTo(0.0);
  }

  @Test
  void tinySumsGiveLogOfOneMinusTinyAndNotZero() {
    double s = 0x1p-32;
    assertThat(GammaTail.lnQ(2, BigInteger.ONE)).isCloseTo(-s * s / 2, within(s * s * 1e-9));
    assertThat(GammaTail.lnQ(3, BigInteger.ONE))
        .isCloseTo(-s * s * s / 6, within(s * s * s * 1e-9));
    assertThat(GammaTail.lnQ(20, BigInteger.ONE)).isLessThan(0);
  }

  @Test
  void hugeSumsDoNotUnderflow() {
    // Q(2, s) = (1 + s) e^-s
    double s = 0x1p60;
    assertThat(GammaTail.lnQ(2, ONE.shiftLeft(60))).isCloseTo(-s + Math.log1p(s), within(0x1p9));
    assertThat(GammaTail.lnQ(2, 1e6)).isCloseTo(-1e6 + Math.log1p(1e6), within(1e-9));
    double far = GammaTail.lnQ(1_000_000_000_000L, ONE.shiftLeft(94).subtract(BigInteger.ONE));
    assertThat(far).isFinite().isLessThan(-1e28);
  }

  @Test
  void fractionsOfOneUnitAreInterpolated() {
    for (long n : new long[] {2, 30, 5000}) {
      double low = GammaTail.lnQ(n, BigInteger.valueOf(n << 32));
      double high = GammaTail.lnQ(n, BigInteger.valueOf((n << 32) + 1));
      double middle = GammaTail.lnQ(n, n + 0x1p-33);
      assertThat(middle).isCloseTo((low + high) / 2, within(2e-16));
      assertThat(GammaTail.lnQ(n, (double) n)).isEqualTo(low);
    }
  }

  @Test
  void binomialFallsWithEverySuccess() {
    for (long n : new long[] {1, 2, 63, 64, 65, 500}) {
      for (long successes : new long[] {1, 250, 500, 999}) {
        double last = 0;
        for (long k = 1; k <= n; k++) {
          double now = BinomialTail.lnUpper(n, k, successes, 1000);
          assertThat(now).as("n %d, k %d, p %d", n, k, successes).isFinite();
          // Left of the mean P rounds to 1 and may stand still.
          assertThat(now).isLessThanOrEqualTo(last);
          if (now < -1e-15) {
            assertThat(now).isLessThan(last);
          }
          last = now;
        }
        assertThat(last).isCloseTo(n * Math.log(successes / 1000.0), within(1e-10));
      }
    }
  }

  @Test
  void binomialNeverRisesAroundItsSwitches() {
    long n = 1_000_000_000_000L;
    for (double z : new double[] {-3, 0, 3, 20}) {
      long middle = n / 4 + (long) (z * Math.sqrt(n * 0.1875));
      double last = 0;
      for (long k = middle - 500; k <= middle + 500; k++) {
        double now = BinomialTail.lnUpper(n, k, 1, 4);
        assertThat(now).isLessThan(last);
        last = now;
      }
    }
  }

  @Test
  void binomialEqualsTheSumOfItsProbabilities() {
    // P(X >= 3), n = 5, p = 1/4: (10 * 9 + 5 * 3 + 1) / 1024
    assertThat(BinomialTail.lnUpper(5, 3, 1, 4)).isCloseTo(Math.log(106 / 1024.0), within(1e-15));
    // p far below what a double of 1 - p would keep
    assertThat(BinomialTail.lnUpper(2, 1, 1, 1L << 60)).isCloseTo(Math.log(0x1p-59), within(1e-14));
  }

  @Test
  void everySchemeHasItsLaw() {
    NullLaw gumbel =
        NullLaw.of(new Scheme.Gumbel(Contexts.Coined.DEFAULT, Scheme.Prf.AES128_BLOCK18));
    BigInteger sum = BigInteger.valueOf(150L << 32);
    assertThat(gumbel.lnP(100, sum)).isEqualTo(GammaTail.lnQ(100, sum));
    assertThat(gumbel.lnBound(100, sum)).isEqualTo(GammaTail.lnBound(100, sum));
    NullLaw green = new NullLaw.Binomial(1, 1, 4);
    BigInteger count = BigInteger.valueOf(47);
    assertThat(green.lnP(100, count)).isEqualTo(BinomialTail.lnUpper(100, 47, 1, 4));
    assertThat(green.lnBound(100, count)).isEqualTo(BinomialTail.lnBound(100, 47, 1, 4));
    NullLaw tournament = new NullLaw.Binomial(30, 1, 2);
    assertThat(tournament.lnP(10, BigInteger.valueOf(190)))
        .isEqualTo(BinomialTail.lnUpper(300, 190, 1, 2));
    assertThat(tournament.lnBound(10, BigInteger.valueOf(190)))
        .isEqualTo(BinomialTail.lnBound(300, 190, 1, 2));
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> GammaTail.lnQ(-1, BigInteger.ONE)).hasMessageContaining("-1");
    assertThatThrownBy(() -> GammaTail.lnQ(1, BigInteger.ONE.negate())).hasMessageContaining("-1");
    assertThatThrownBy(() -> GammaTail.lnQ(2, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> BinomialTail.lnUpper(5, 6, 1, 2)).hasMessageContaining("k 6");
    assertThatThrownBy(() -> BinomialTail.lnUpper(5, 5, 2, 2)).hasMessageContaining("2 of 2");
    assertThatThrownBy(() -> GammaTail.lnUpper(0.5, 1)).hasMessageContaining("0.5");
  }
}
