package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The marking rule and its statistics. */
final class MarkerTest {
  private static final double[] SURE = {1};

  private static DrawKey key(Random random) {
    byte[] bytes = new byte[DrawKey.BYTES];
    random.nextBytes(bytes);
    return DrawKey.copyOf(bytes);
  }

  /**
   * Over keys the chosen token follows q, and its score has the mean that the marker announces: sum
   * of q H(1/q).
   */
  @Test
  void overKeysTokensFollowTheModelAndScoresTheTheory() {
    double[] q = {0.5, 0.25, 0.15, 0.07, 0.03};
    int[] candidates = {7, 9, 12, 11, 10};
    int[] counts = new int[q.length];
    int keys = 40_000;
    Random random = new Random(20261123);
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < keys; k++) {
      DrawKey fleet = key(random);
      DrawKey tenant = key(random);
      Marker marker = new Marker(Contexts.Coined.DEFAULT, fleet, tenant, new SplittableRandom(k));
      int[] ids = {1, 2, 3, 4, 0};
      for (int i = 0; i < 4; i++) {
        marker.choose(new int[] {ids[i]}, SURE, 1);
        assertThat(marker.lastWasKeyed()).isFalse();
      }
      int chosen = marker.choose(candidates, q, q.length);
      assertThat(marker.lastWasKeyed()).isTrue();
      counts[chosen]++;
      ids[4] = candidates[chosen];
      Coin.Routed routed = Doc.route(Contexts.Coined.DEFAULT, fleet, ids);
      Evidence evidence =
          routed
              .fleet()
              .evidence(Draws.scalar(fleet))
              .plus(routed.tenant().evidence(Draws.scalar(tenant)));
      assertThat(evidence.n()).isEqualTo(1);
      assertThat(marker.keyedPositions(Tier.FLEET)).isEqualTo(routed.fleet().size());
      double score = evidence.sum().toBigInteger().doubleValue() * Score.UNIT;
      sum += score;
      squares += score * score;
      assertThat(marker.expectedScore(Tier.FLEET) + marker.expectedScore(Tier.TENANT))
          .isEqualTo(ExpectedScore.of(q, q.length));
    }
    double mean = sum / keys;
    double standardError = Math.sqrt((squares / keys - mean * mean) / keys);
    System.out.printf(
        "measured: mean score %.4f, expected %.4f, standard error %.4f%n",
        mean, ExpectedScore.of(q, q.length), standardError);
    assertThat(mean).isCloseTo(ExpectedScore.of(q, q.length), within(4 * standardError));
    double chiSquare = 0;
    for (int j = 0; j < q.length; j++) {
      chiSquare += Math.pow(counts[j] - keys * q[j], 2) / (keys * q[j]);
    }
    assertThat(chiSquare).as("4 degrees of freedom, 1e-4").isLessThan(23.5);
  }

  @Test
  void unmarkedTokensScoreOneNatOnAverage() {
    int[] ids = new SplittableRandom(8).ints(60_000, 0, 50_000).toArray();
    DrawKey fleet = key(new Random(1));
    Coin.Routed routed = Doc.route(Contexts.Coined.DEFAULT, fleet, ids);
    Evidence evidence = routed.fleet().evidence(Draws.bulk(fleet));
    double mean = evidence.sum().toBigInteger().doubleValue() * Score.UNIT / evidence.n();
    assertThat(mean).isCloseTo(1, within(4 / Math.sqrt((double) evidence.n())));
    double half = routed.fleet().size() / (double) (routed.fleet().size() + routed.tenant().size());
    assertThat(half).isCloseTo(0.5, within(0.01));
  }

  @Test
  void aContextIsDrawnOnceAndThenPlainly() {
    Marker marker =
        new Marker(
            Contexts.Coined.DEFAULT,
            key(new Random(2)),
            key(new Random(3)),
            new SplittableRandom(1));
    int keyed = 0;
    for (int i = 0; i < 500; i++) {
      marker.choose(new int[] {5}, SURE, 1); // one endless context
      keyed += marker.lastWasKeyed() ? 1 : 0;
    }
    assertThat(keyed).isEqualTo(1);
    assertThat(marker.size()).isEqualTo(500);
  }

  @Test
  void idsThatFitNoSlotAreDrawnPlainlyWithAllTheyTouch() {
    for (int odd : new int[] {1 << 18, -1}) {
      Marker marker =
          new Marker(
              Contexts.Coined.DEFAULT,
              key(new Random(2)),
              key(new Random(3)),
              new SplittableRandom(1));
      boolean[] keyed = new boolean[30];
      for (int i = 0; i < keyed.length; i++) {
        marker.choose(new int[] {i == 15 ? odd : i}, SURE, 1);
        keyed[i] = marker.lastWasKeyed();
      }
      boolean[] expected = new boolean[30];
      Arrays.fill(expected, 4, 30, true);
      Arrays.fill(expected, 15, 20, false);
      assertThat(keyed).isEqualTo(expected);
    }
  }

  @Test
  void theLogarithmOfADrawIsAccurateAtBothEnds() {
    assertThat(Marker.lnU(0)).isCloseTo(-65 * Math.log(2), within(1e-14));
    assertThat(Marker.lnU(-1)).isEqualTo(-0x1p-65);
    assertThat(Marker.lnU(Long.MIN_VALUE)).isCloseTo(-Math.log(2), within(1e-16));
    assertThat(Marker.lnU(Long.MAX_VALUE)).isCloseTo(-Math.log(2), within(2e-16));
  }

  @Test
  void plainDrawsFollowTheModel() {
    Marker marker =
        new Marker(
            Contexts.Coined.DEFAULT,
            key(new Random(2)),
            key(new Random(3)),
            new SplittableRandom(7));
    double[] q = {0.6, 0.3, 0.1};
    int[] candidates = {1 << 18, 1, 2}; // never keyed
    int[] counts = new int[3];
    int draws = 30_000;
    for (int i = 0; i < draws; i++) {
      counts[marker.choose(candidates, q, 3)]++;
    }
    for (int j = 0; j < 3; j++) {
      double standardError = Math.sqrt(q[j] * (1 - q[j]) / draws);
      assertThat(counts[j] / (double) draws).isCloseTo(q[j], within(4 * standardError));
    }
    assertThat(marker.keyedPositions(Tier.FLEET) + marker.keyedPositions(Tier.TENANT)).isZero();
  }

  @Test
  void expectedScoresAreHarmonicNumbers() {
    double harmonic = 0;
    for (int m = 1; m <= 50; m++) {
      harmonic += 1.0 / m;
      assertThat(ExpectedScore.harmonic(m)).isCloseTo(harmonic, within(1e-11));
      double[] even = new double[m];
      Arrays.fill(even, 1.0 / m);
      assertThat(ExpectedScore.of(even, m)).isCloseTo(harmonic, within(1e-11));
    }
    assertThat(ExpectedScore.harmonic(0.5)).isCloseTo(2 - 2 * Math.log(2), within(1e-11));
  }

  @Test
  void callersMistakesAreNamed() {
    Marker marker =
        new Marker(
            Contexts.Coined.DEFAULT,
            key(new Random(2)),
            key(new Random(3)),
            new SplittableRandom(7));
    assertThatThrownBy(() -> marker.choose(new int[1], SURE, 0)).hasMessageContaining("n must be");
    assertThatThrownBy(() -> marker.choose(new int[2], SURE, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
