package ai.tidemark.core.acceptance;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.multiplicity.BenjaminiHochberg;
import ai.tidemark.core.multiplicity.ClosedTesting;
import ai.tidemark.core.share.Share;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 8.4.14: shares lie in their intervals, and counts above their lower bounds. */
final class ShareIntervalTest {
  private static final double[] SHARES = {0, 0.001, 0.01, 0.1};
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);
  private static final NullLaw GUMBEL = new NullLaw.ExponentialSum();

  /** An interval from the sums of a text and of a reference. */
  private interface Interval {
    Share of(long n, BigInteger sum, long referenceN, BigInteger referenceSum);
  }

  private record Mixtures(int runs, int n, int referenceN) {

    double greenCoverage(double share, Interval interval) {
      SplittableRandom random = new SplittableRandom(414);
      int covered = 0;
      for (int run = 0; run < runs; run++) {
        double rate = 0.3 + 0.5 * random.nextDouble();
        long hits = Draws.ones(random, n, 0.25 + share * (rate - 0.25));
        long reference = Draws.ones(random, referenceN, rate);
        Share got =
            interval.of(n, BigInteger.valueOf(hits), referenceN, BigInteger.valueOf(reference));
        covered += got.low() <= share && share <= got.high() ? 1 : 0;
      }
      return (double) covered / runs;
    }

    /** Token probabilities differ from token to token, around a level of the run. */
    double gumbelCoverage(double share, Interval interval) {
      SplittableRandom random = new SplittableRandom(415);
      int covered = 0;
      for (int run = 0; run < runs; run++) {
        double level = 0.5 + 2 * random.nextDouble();
        double sum = 0;
        for (int i = 0; i < n; i++) {
          boolean marked = random.nextDouble() < share;
          sum += marked ? score(random, level) : Draws.plain(random);
        }
        double reference = 0;
        for (int i = 0; i < referenceN; i++) {
          reference += score(random, level);
        }
        Share got = interval.of(n, Draws.units(sum), referenceN, Draws.units(reference));
        covered += got.low() <= share && share <= got.high() ? 1 : 0;
      }
      return (double) covered / runs;
    }

    private static double score(SplittableRandom random, double level) {
      return Draws.marked(random, Math.pow(1 - random.nextDouble(), level));
    }
  }

  private static Interval calibrated(NullLaw law) {
    return (n, s, m, r) -> Share.calibrated(law, n, s, m, r, 0.01);
  }

  private static Figure coverage(String name, double got) {
    return Figure.atLeast("8.4.14 " + name + ", coverage of 99 %", got, 0.985);
  }

  private static void covers(Mixtures mixtures) {
    for (double share : SHARES) {
      double green = mixtures.greenCoverage(share, calibrated(QUARTER));
      coverage("green list, share " + share, green).mustHold();
      double gumbel = mixtures.gumbelCoverage(share, calibrated(GUMBEL));
      coverage("Gumbel, share " + share, gumbel).mustHold();
    }
  }

  /** Catches intervals that take the reference for known, or the normal law for exact. */
  @Test
  void sharesLieInTheirIntervals() {
    covers(new Mixtures(300, 4_000, 2_000));
  }

  @Tag("statistics")
  @Test
  void sharesLieInTheirIntervalsInFull() {
    covers(new Mixtures(1_000, 40_000, 20_000));
    covers(new Mixtures(4_000, 3_000, 500));
  }

  @Test
  void anIntervalThatTakesTheReferenceForKnownIsCaught() {
    Interval known =
        (n, s, m, r) -> Share.calibrated(QUARTER, n, s, 1000L * m, r.multiply(big(1000)), 0.01);
    double got = new Mixtures(1_000, 40_000, 300).greenCoverage(0.5, known);
    coverage("green list, share 0.5", got).mustFail("the reference's mean taken for known");
  }

  private static BigInteger big(long x) {
    return BigInteger.valueOf(x);
  }

  // Bounds without a reference

  private static void bounds(int runs, int n) {
    for (double share : new double[] {0, 0.01, 0.1, 0.5}) {
      SplittableRandom random = new SplittableRandom(416);
      int green = 0;
      int rate = 0;
      int gumbel = 0;
      int low = 0;
      for (int run = 0; run < runs; run++) {
        long marked = Draws.ones(random, n, share);
        long hits = Draws.ones(random, n - marked, 0.25) + Draws.ones(random, marked, 0.6);
        double sum = 0;
        int lows = 0;
        for (int i = 0; i < n; i++) {
          double score = i < marked ? Draws.marked(random, 0.5) : Draws.plain(random);
          sum += score;
          lows += score <= -Math.log(0.9) ? 1 : 0;
        }
        double truth = (double) marked / n;
        green += Share.atLeast(QUARTER, n, big(hits), big(1), 0.01) > truth ? 1 : 0;
        rate += Share.atLeastByRate(QUARTER, n, hits, 0.01) > share ? 1 : 0;
        BigInteger largest = big(193_507_890_668L);
        gumbel += Share.atLeast(GUMBEL, n, Draws.units(sum), largest, 0.01) > truth ? 1 : 0;
        low += Share.atLeastByLowScores(n, lows, 0.1, 0.01) > truth ? 1 : 0;
      }
      String tail = ", share " + share + ": bound above the truth";
      double limit = 0.01 + 3 * Math.sqrt(0.0099 / runs);
      Figure.atMost("8.4.14 green list, tuples" + tail, (double) green / runs, limit).mustHold();
      Figure.atMost("8.4.14 green list, rate" + tail, (double) rate / runs, limit).mustHold();
      Figure.atMost("8.4.14 Gumbel, sum" + tail, (double) gumbel / runs, limit).mustHold();
      Figure.atMost("8.4.14 Gumbel, low scores" + tail, (double) low / runs, limit).mustHold();
    }
  }

  /** Catches bounds that take a two-sided or a normal quantile, or count the marked as null. */
  @Test
  void boundsWithoutAReferenceHold() {
    bounds(400, 2_000);
  }

  @Tag("statistics")
  @Test
  void boundsWithoutAReferenceHoldInFull() {
    bounds(4_000, 5_000);
  }

  // "At least L of these documents"

  private interface Count {
    /** A claim on the {@code k} smallest of sorted ln p. */
    long of(double[] sorted, int k);
  }

  private static Figure exceeds(int runs, boolean closed) {
    SplittableRandom random = new SplittableRandom(417);
    int documents = 400;
    int marked = 40;
    int wrong = 0;
    for (int run = 0; run < runs; run++) {
      double[] lnP = new double[documents];
      for (int i = 0; i < documents; i++) {
        lnP[i] = Math.log(1 - random.nextDouble());
        lnP[i] -= i < marked ? 12 * random.nextDouble() : 0;
      }
      Arrays.sort(lnP, 0, marked);
      double[] sorted = lnP.clone();
      Arrays.sort(sorted);
      Count count = closed ? closed(sorted) : discoveries(sorted);
      boolean exceeded = false;
      int truth = 0;
      for (int k = 1; k <= 120; k++) { // every set of the smallest, the worst after looking
        truth += Arrays.binarySearch(lnP, 0, marked, sorted[k - 1]) >= 0 ? 1 : 0;
        exceeded |= count.of(sorted, k) > truth;
      }
      wrong += exceeded ? 1 : 0;
    }
    return Figure.atMost(
        "8.4.14 simultaneous lower bound above the truth, any set",
        (double) wrong / runs,
        0.01 + 2 * Math.sqrt(0.0099 / runs)); // Simes is exact here, so .01 itself is expected
  }

  private static Count closed(double[] sorted) {
    ClosedTesting bound = ClosedTesting.of(sorted, sorted.length, 0.01);
    return (p, k) -> bound.atLeast(Arrays.copyOf(p, k));
  }

  private static Count discoveries(double[] sorted) {
    long rejected = BenjaminiHochberg.decide(sorted, sorted.length, 0.01).rejected();
    return (_, k) -> Math.min(k, rejected);
  }

  /** Catches a bound that takes discoveries at a false discovery rate for true ones. */
  @Test
  void theSimultaneousBoundStaysBelowTheTruth() {
    exceeds(1_000, true).mustHold();
  }

  @Tag("statistics")
  @Test
  void theSimultaneousBoundStaysBelowTheTruthInFull() {
    exceeds(20_000, true).mustHold();
  }

  @Test
  void discoveriesTakenForABoundAreCaught() {
    exceeds(1_000, false).mustFail("discoveries at FDR .01 called a bound");
  }
}
