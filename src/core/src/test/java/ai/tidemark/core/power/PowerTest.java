package ai.tidemark.core.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The power calculator against the published sample sizes and against simulation. */
final class PowerTest {
  private static final double LN_ALPHA = Power.lnAlpha(1e-6, 1);

  /**
   * Least n at alpha 1e-6, power .99, by inversion of the characteristic function (gen_power.py):
   * 239 gives .98967 and 240 gives .99011, and so on. The last column are sample sizes that earlier
   * notes gave for the same power; they suffice and are up to 18 % more than needed.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 1,    240,     256",
    "0.5, 0.1,  20590,   21300",
    "0.5, 0.01, 2010494, 2100000",
    "0.9, 1,    10755,   11100",
    "0.7, 1,    922,     935",
    "0.3, 1,    79,      81",
    "0.1, 1,    22,      26",
  })
  void findsTheLeastNumberOfTuples(double q, double share, long least, long sufficient) {
    double excess = MarkedScore.ofTokenProbability(q).mean() - 1;
    long n = Power.tuplesFor(LN_ALPHA, 0.99, share, excess).orElseThrow();
    assertThat(n).isCloseTo(least, within(least / 1000));
    assertThat(Power.probability(n, LN_ALPHA, share, excess)).isGreaterThanOrEqualTo(0.99);
    assertThat(Power.probability(n - 1, LN_ALPHA, share, excess)).isLessThan(0.99);
    assertThat(Power.probability(sufficient, LN_ALPHA, share, excess)).isBetween(0.9909, 0.9996);
  }

  @Test
  void equalsTheExactPowerToOneThousandth() {
    double worst = 0;
    for (JsonNode row : Vectors.cases("golden-power", "power")) {
      long n = row.get("n").longValue();
      double lnAlpha = Math.log(row.get("alpha").doubleValue());
      double critical = row.get("critical").doubleValue();
      assertThat(Power.criticalSum(n, lnAlpha).doubleValue() * 0x1p-32)
          .isCloseTo(critical, within(2e-9 + critical * 1e-14));
      MarkedScore score =
          MarkedScore.ofTokenProbability(1.0 / row.get("m").intValue())
              .dilutedTo(row.get("share").doubleValue());
      double error = Power.probability(n, lnAlpha, score) - row.get("power").doubleValue();
      worst = Math.max(worst, Math.abs(error));
      assertThat(error).as("%s", row).isCloseTo(0, within(1e-3));
    }
    System.out.printf("measured: largest error of the predicted power %.1e%n", worst);
  }

  /** Simulates marked tuples as the scheme makes them: score -ln(1 - v^q), v uniform. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 1,   256,   40000",
    "0.5, 1,   200,   40000",
    "0.5, 0.1, 21300, 1500",
    "0.5, 0.1, 15000, 1500",
    "0.7, 1,   935,   10000",
    "0.1, 1,   26,    100000",
    "0.1, 1,   15,    100000",
    "0.5, 0.5, 400,   20000",
  })
  void agreesWithSimulation(double q, double share, long n, int runs) {
    SplittableRandom random = new SplittableRandom(20261123);
    double critical = Power.criticalSum(n, LN_ALPHA).doubleValue() * 0x1p-32;
    int reached = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      for (long i = 0; i < n; i++) {
        sum += share == 1 || random.nextDouble() < share ? marked(random, q) : plain(random);
      }
      reached += sum >= critical ? 1 : 0;
    }
    double measured = (double) reached / runs;
    double excess = MarkedScore.ofTokenProbability(q).mean() - 1;
    double predicted = Power.probability(n, LN_ALPHA, share, excess);
    double standardError = Math.sqrt(predicted * (1 - predicted) / runs);
    System.out.printf(
        "measured: q %s, share %s, n %d: power %.4f, predicted %.4f, standard error %.4f%n",
        q, share, n, measured, predicted, standardError);
    assertThat(measured).isCloseTo(predicted, within(3 * standardError));
  }

  private static double marked(SplittableRandom random, double q) {
    double u = Math.exp(q * Math.log(random.nextDouble(0x1p-60, 1)));
    return -Math.log1p(-u);
  }

  private static double plain(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }

  @Test
  void unmarkedTextReachesAlphaWithProbabilityAlpha() {
    for (long n : new long[] {1, 2, 30, 500, 1_000_000}) {
      double power = Power.probability(n, LN_ALPHA, 0, 0.5);
      assertThat(power).isCloseTo(1e-6, within(1e-12));
      assertThat(Power.probability(n, LN_ALPHA, 1, 0)).isCloseTo(1e-6, within(1e-12));
    }
    assertThat(Power.probability(0, LN_ALPHA, 1, 0.5)).isZero();
  }

  @Test
  void theCriticalSumIsTheFirstThatReachesAlpha() {
    for (long n : new long[] {1, 2, 64, 300, 1_000_000_000_000L}) {
      for (double lnAlpha : new double[] {-1e-3, -0.7, LN_ALPHA, Power.lnAlpha(1e-6, 10_000)}) {
        BigInteger critical = Power.criticalSum(n, lnAlpha);
        assertThat(GammaTail.lnQ(n, critical)).isLessThanOrEqualTo(lnAlpha);
        assertThat(GammaTail.lnQ(n, critical.subtract(BigInteger.ONE))).isGreaterThan(lnAlpha);
      }
    }
  }

  @Test
  void moreHypothesesNeedMoreText() {
    double charged = Power.lnAlpha(1e-6, 1_000_000);
    assertThat(charged).isCloseTo(Math.log(1e-12), within(1e-12));
    long one = Power.tuplesFor(LN_ALPHA, 0.99, 0.01, 0.5).orElseThrow();
    long million = Power.tuplesFor(charged, 0.99, 0.01, 0.5).orElseThrow();
    // (z(1e-12) + z(.99))^2 / (z(1e-6) + z(.99))^2 = (9.360 / 7.080)^2
    assertThat((double) million / one).isCloseTo(1.748, within(0.01));
  }

  @Test
  void theSmallestShareIsWhereTuplesForPointsTo() {
    double share = Power.shareFor(LN_ALPHA, 0.99, 20_590, 0.5).orElseThrow();
    assertThat(share).isCloseTo(0.1, within(0.0001));
    assertThat(Power.probability(20_590, LN_ALPHA, share, 0.5)).isGreaterThanOrEqualTo(0.99);
    assertThat(Power.probability(20_590, LN_ALPHA, share * 0.999, 0.5)).isLessThan(0.99);
    assertThat(Power.shareFor(LN_ALPHA, 0.99, 239, 0.5)).isEmpty();
    assertThat(Power.shareFor(LN_ALPHA, 0.99, 240, 0.5)).hasValueCloseTo(1.0, within(0.002));
    assertThat(Power.shareFor(LN_ALPHA, 0.99, 0, 0.5)).isEmpty();
    // Notes: (z_a + z_b) sqrt(v / n) / excess
    double large = Power.shareFor(LN_ALPHA, 0.99, 1_000_000_000_000L, 0.5).orElseThrow();
    assertThat(large).isCloseTo(7.0797 * 1e-6 / 0.5, within(1e-8));
  }

  @Test
  void whatCannotBeShownIsSaid() {
    assertThat(Power.tuplesFor(LN_ALPHA, 0.99, 0, 0.5)).isEmpty();
    assertThat(Power.tuplesFor(LN_ALPHA, 0.99, 1, 0)).isEmpty();
    assertThat(Power.tuplesFor(LN_ALPHA, 0.99, 1e-9, 0.5)).isEmpty();
  }

  @Test
  void expectedEvidenceIsTheTailAtTheExpectedSum() {
    assertThat(Power.expectedLog10P(0, 1, 0.5)).isEqualTo(0.0);
    double direct = GammaTail.lnQ(1000, 1050.0) / Math.log(10);
    assertThat(Power.expectedLog10P(1000, 0.1, 0.5)).isCloseTo(direct, within(1e-8));
    // Halving a small share divides log10 p by about four.
    double whole = Power.expectedLog10P(1_000_000, 0.05, 0.5);
    double half = Power.expectedLog10P(1_000_000, 0.025, 0.5);
    assertThat(whole / half).isBetween(3.7, 4.1);
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> Power.lnAlpha(1, 1)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> Power.lnAlpha(0.1, 0)).hasMessageContaining("hypotheses");
    assertThatThrownBy(() -> Power.probability(5, 1e-6, 1, 0.5))
        .hasMessageContaining("lnAlpha < 0");
    assertThatThrownBy(() -> Power.tuplesFor(-1, 1, 1, 0.5)).hasMessageContaining("power");
    assertThatThrownBy(() -> Power.expectedLog10P(5, 1.1, 0.5)).hasMessageContaining("1.1");
  }
}
