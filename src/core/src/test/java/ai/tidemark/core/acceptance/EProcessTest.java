package ai.tidemark.core.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.law.NullLaw;
import ai.tidemark.core.sequential.BinomialMixture;
import ai.tidemark.core.sequential.EProcess;
import ai.tidemark.core.sequential.Mixture;
import ai.tidemark.core.sequential.TiltMixture;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Acceptance 8.4.6 and 8.4.9: e-processes never claim too often, and stop early. */
final class EProcessTest {
  private static final NullLaw.Binomial QUARTER = new NullLaw.Binomial(1, 1, 4);
  private static final NullLaw GUMBEL = new NullLaw.ExponentialSum();
  private static final double LN_100 = StrictMath.log(100);
  private static final double LN_MILLION = StrictMath.log(1e6);

  // 8.4.6

  private static double falseAlarms(
      Boundary.LnEvidence evidence, boolean bits, int runs, int length, long seed) {
    Boundary boundary =
        bits
            ? Boundary.counts(evidence, length, 1, LN_100)
            : Boundary.nats(evidence, length, 1, LN_100);
    SplittableRandom random = new SplittableRandom(seed);
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      for (int n = 1; n <= length; n++) {
        sum += bits ? random.nextInt(4) == 0 ? 1 : 0 : Draws.plain(random);
        if (boundary.reached(n, sum)) {
          alarms++;
          break;
        }
      }
    }
    return (double) alarms / runs;
  }

  private static void typeOne(int runs, int length) {
    List<Mixture> bits =
        List.of(
            BinomialMixture.of(QUARTER),
            BinomialMixture.expecting(QUARTER, 0.5),
            TiltMixture.of(QUARTER));
    List<String> names = List.of("Beta mixture", "Beta mixture and expected rate", "tilt mixture");
    for (int i = 0; i < bits.size(); i++) {
      double rate = falseAlarms(bits.get(i)::lnE, true, runs, length, 46 + i);
      Figure.atMost("8.4.6 green list, " + names.get(i), rate, 0.012).mustHold();
    }
    double gamma = falseAlarms(TiltMixture.of(GUMBEL)::lnE, false, runs, length, 49);
    Figure.atMost("8.4.6 Gumbel, Gamma mixture", gamma, 0.012).mustHold();
  }

  /** Catches an e-process that is the likelihood ratio at its largest: no average, no price. */
  @Test
  void looksAtEveryTupleRaiseNoMoreFalseAlarmsThanClaimed() {
    typeOne(2_000, 600);
  }

  @Tag("statistics")
  @Test
  void looksAtEveryTupleRaiseNoMoreFalseAlarmsThanClaimedInFull() {
    typeOne(10_000, 3_000);
  }

  @Test
  void theFixedSamplePValueLookedAtEachTimeIsCaught() {
    double rate = falseAlarms((n, s) -> -QUARTER.lnP(n, s), true, 2_000, 600, 46);
    Figure.atMost("8.4.6 green list", rate, 0.012).mustFail("1/p of the fixed-sample test");
  }

  @Test
  void theMaximisedLikelihoodRatioIsCaught() {
    double rate = falseAlarms((n, s) -> -GUMBEL.lnBound(n, s), false, 2_000, 600, 46);
    Figure.atMost("8.4.6 Gumbel", rate, 0.012).mustFail("maximum instead of average");
  }

  /** Document shards that share most of their tuples: what merging by product would do. */
  @Test
  void theProductOverDocumentShardsIsCaught() {
    SplittableRandom random = new SplittableRandom(410);
    BinomialMixture mixture = BinomialMixture.expecting(QUARTER, 0.28);
    int alarms = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      long shared = Draws.ones(random, 390, 0.25);
      double ln = 0;
      for (int shard = 0; shard < 30; shard++) {
        ln += mixture.lnE(400, BigInteger.valueOf(shared + Draws.ones(random, 10, 0.25)));
      }
      alarms += ln >= LN_100 ? 1 : 0;
    }
    Figure.atMost("8.4.10 thirty document shards", (double) alarms / runs, 0.012)
        .mustFail("product of e-values of shards that share tuples");
  }

  /** The table that the simulations above run on says exactly what the process says. */
  @Test
  void theProcessStopsWhereItsBoundaryIsReached() {
    int length = 400;
    Mixture green = BinomialMixture.of(QUARTER);
    Mixture gumbel = TiltMixture.of(GUMBEL);
    Boundary counts = Boundary.counts(green::lnE, length, 1, LN_100);
    Boundary nats = Boundary.nats(gumbel::lnE, length, 1, LN_100);
    SplittableRandom random = new SplittableRandom(9);
    int stopped = 0;
    for (int run = 0; run < 60; run++) {
      EProcess onCounts = new EProcess(green, -LN_100);
      EProcess onNats = new EProcess(gumbel, -LN_100);
      long hits = 0;
      double sum = 0;
      for (int n = 1; n <= length; n++) {
        hits += random.nextDouble() < 0.33 ? 1 : 0;
        sum += Draws.mixed(random, 0.3, 0.5);
        boolean first = onCounts.stop().isEmpty();
        boolean now = onCounts.look(n, BigInteger.valueOf(hits));
        assertThat(now && first).isEqualTo(first && counts.reached(n, (double) hits));
        first = onNats.stop().isEmpty();
        now = onNats.look(n, Draws.units(sum));
        assertThat(now && first).isEqualTo(first && nats.reached(n, sum));
      }
      stopped += onCounts.stop().isPresent() ? 1 : 0;
      stopped += onNats.stop().isPresent() ? 1 : 0;
    }
    assertThat(stopped).isBetween(30, 120);
  }

  // 8.4.9

  /** A marked stream: its success rate, or for exponential scores its share at q = 1/2. */
  private record Stream(String name, boolean bits, double rate, long fixedN, int every) {
    long[] stops(Boundary.LnEvidence evidence, int runs, long seed) {
      int looks = (int) (3 * fixedN / every);
      Boundary boundary =
          bits
              ? Boundary.counts(evidence, looks, every, LN_MILLION)
              : Boundary.nats(evidence, looks, every, LN_MILLION);
      SplittableRandom random = new SplittableRandom(seed);
      long[] stops = new long[runs];
      for (int run = 0; run < runs; run++) {
        double sum = 0;
        long n = 0;
        while (n < boundary.last() && !boundary.reached(n, sum)) {
          for (int i = 0; i < every; i++) {
            sum += bits ? random.nextDouble() < rate ? 1 : 0 : Draws.mixed(random, rate, 0.5);
          }
          n += every;
        }
        stops[run] = n;
      }
      Arrays.sort(stops);
      return stops;
    }

    Figure mean(long[] stops) {
      double mean = Arrays.stream(stops).average().orElseThrow();
      return Figure.atMost("8.4.9 " + name + ", mean stop / fixed n", mean / fixedN, 0.80);
    }

    Figure late(long[] stops) {
      double late = stops[(int) (stops.length * 0.99)];
      return Figure.atMost("8.4.9 " + name + ", 99th percentile / fixed n", late / fixedN, 1.5);
    }
  }

  private static final Stream STRONG = new Stream("green list 1/4 to 1/2", true, 0.5, 181, 1);
  private static final Stream TENTH =
      new Stream("green list 1/4 to 1/2, share .1", true, 0.275, 15_489, 20);
  private static final Stream HUNDREDTH =
      new Stream("green list 1/4 to 1/2, share .01", true, 0.2525, 1_510_000, 1_000);
  private static final Stream GUMBEL_STRONG = new Stream("Gumbel q = .5", false, 1, 256, 1);

  private static void stopsEarly(Stream stream, Mixture mixture, int runs) {
    long[] stops = stream.stops(mixture::lnE, runs, 49);
    stream.mean(stops).mustHold();
    stream.late(stops).mustHold();
  }

  /** Catches a prior that misses the shift, or weights that do not reach small shifts. */
  @Test
  void markedStreamsStopEarly() {
    stopsEarly(STRONG, Mixture.of(QUARTER), 1_000);
    stopsEarly(GUMBEL_STRONG, Mixture.of(GUMBEL), 1_000);
    stopsEarly(TENTH, Mixture.of(QUARTER), 200);
  }

  @Tag("statistics")
  @Test
  void markedStreamsStopEarlyInFull() {
    for (Mixture mixture :
        List.of(
            Mixture.of(QUARTER),
            BinomialMixture.of(QUARTER),
            BinomialMixture.expecting(QUARTER, 0.5))) {
      stopsEarly(STRONG, mixture, 10_000);
      stopsEarly(TENTH, mixture, 4_000);
    }
    stopsEarly(HUNDREDTH, Mixture.of(QUARTER), 1_000); // the Beta mixture takes .81 here
    stopsEarly(GUMBEL_STRONG, Mixture.of(GUMBEL), 10_000);
    stopsEarly(
        new Stream("Gumbel q = .5, share .1", false, 0.1, 21_300, 20), Mixture.of(GUMBEL), 2_000);
  }

  @Test
  void aPriorThatMissesTheShiftIsCaught() {
    // the likelihood ratio of rate .9 alone
    Boundary.LnEvidence one =
        (n, s) ->
            s.doubleValue() * StrictMath.log(0.9 / 0.25)
                + (n - s.doubleValue()) * StrictMath.log(0.1 / 0.75);
    STRONG.mean(STRONG.stops(one, 200, 49)).mustFail("all weight on one rate, .9");
  }
}
