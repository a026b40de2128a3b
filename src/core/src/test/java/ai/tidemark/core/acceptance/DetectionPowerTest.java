package ai.tidemark.core.acceptance;

import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.power.GreenListPower;
import ai.tidemark.core.power.MarkedScore;
import ai.tidemark.core.power.Power;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 8.4.8: the exact test has the power that is promised, on simulated marks. */
final class DetectionPowerTest {
  private static final double LN_ALPHA = StrictMath.log(1e-6);
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);
  private static final GreenListPower GREEN = new GreenListPower(1, 4, 0.5);

  /** The share of runs whose green count reaches the level by this p-value. */
  private static double reached(Boundary.LnEvidence lnP, long n, double share, int runs) {
    SplittableRandom random = new SplittableRandom(48);
    int reached = 0;
    for (int run = 0; run < runs; run++) {
      long hits = Draws.ones(random, n, 0.25 + share * 0.25);
      reached += lnP.of(n, BigInteger.valueOf(hits)) <= LN_ALPHA ? 1 : 0;
    }
    return (double) reached / runs;
  }

  private static double slack(double power, int runs) {
    return 3 * Math.sqrt(power * (1 - power) / runs);
  }

  private static void green(long n, double share, int runs) {
    double got = reached(QUARTER::lnP, n, share, runs);
    String what = "8.4.8 green list 1/4 to 1/2, share " + share + ", n " + n + ": ";
    Figure.atLeast(what + "power", got, 0.99 - slack(0.99, runs)).mustHold();
    double said = GREEN.probability(n, LN_ALPHA, share);
    double error = slack(said, runs);
    Figure.between(what + "power as calculated", got, said - error, said + error).mustHold();
  }

  private static void gumbel(long n, double q, double share, int runs) {
    SplittableRandom random = new SplittableRandom(84);
    double critical = Power.criticalSum(n, LN_ALPHA).doubleValue() * 0x1p-32;
    int reached = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      for (long i = 0; i < n; i++) {
        sum += Draws.mixed(random, share, q);
      }
      reached += sum >= critical ? 1 : 0;
    }
    double got = (double) reached / runs;
    String what = "8.4.8 Gumbel q " + q + ", share " + share + ", n " + n + ": ";
    Figure.atLeast(what + "power", got, 0.99 - slack(0.99, runs)).mustHold();
    MarkedScore score = MarkedScore.ofTokenProbability(q).dilutedTo(share);
    double said = Power.probability(n, LN_ALPHA, score);
    double error = slack(said, runs) + 1e-3; // the law of the sum is approximated to 1e-3
    Figure.between(what + "power as calculated", got, said - error, said + error).mustHold();
  }

  /** Catches a p-value looser than the exact tail, and a calculator that promises too much. */
  @Test
  void theSampleSizesGiveTheirPower() {
    green(181, 1, 20_000);
    green(15_489, 0.1, 1_500);
    gumbel(256, 0.5, 1, 10_000);
  }

  @Tag("statistics")
  @Test
  void theSampleSizesGiveTheirPowerInFull() {
    green(181, 1, 1_000_000);
    green(677, 0.5, 400_000);
    green(15_489, 0.1, 60_000);
    green(1_510_000, 0.01, 3_000);
    gumbel(256, 0.5, 1, 400_000);
    gumbel(11_100, 0.9, 1, 10_000);
    gumbel(81, 0.3, 1, 400_000);
    gumbel(21_300, 0.5, 0.1, 10_000);
  }

  @Test
  void hoeffdingsBoundInPlaceOfTheTailIsCaught() {
    Boundary.LnEvidence hoeffding =
        (n, s) -> {
          double above = Math.max(0, s.doubleValue() / n - 0.25);
          return -2 * n * above * above;
        };
    Figure.atLeast("8.4.8 green list, n 181: power", reached(hoeffding, 181, 1, 20_000), 0.988)
        .mustFail("p = exp(-2 n d^2)");
  }

  @Test
  void aLostTupleInTenIsCaught() {
    // scores of one tuple in ten dropped, n kept: what a broken merge of shards would do
    SplittableRandom random = new SplittableRandom(84);
    int reached = 0;
    for (int run = 0; run < 5_000; run++) {
      double sum = 0;
      for (int i = 0; i < 256; i++) {
        sum += i % 10 == 0 ? 0 : Draws.marked(random, 0.5);
      }
      reached += GammaTail.lnQ(256, sum) <= LN_ALPHA ? 1 : 0;
    }
    Figure.atLeast("8.4.8 Gumbel q 0.5, n 256: power", reached / 5000.0, 0.986)
        .mustFail("one tuple in ten is counted and not scored");
  }
}
