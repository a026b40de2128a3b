package ai.tidemark.core.multiplicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.multiplicity.EBenjaminiHochberg.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Global tests, e-BH and simultaneous bounds against their definitions. */
final class SimultaneousTest {
  private static double[] logs(double... values) {
    return Arrays.stream(values).map(StrictMath::log).toArray();
  }

  private static double[] random(SplittableRandom random, int m) {
    double[] lnP = new double[m];
    for (int i = 0; i < m; i++) {
      lnP[i] = (random.nextBoolean() ? 1 : 5) * StrictMath.log(1 - random.nextDouble());
    }
    return lnP;
  }

  @Test
  void simesIsTheLeastOfTheWeightedOrderStatistics() {
    // m p_(i) / i: 4 * .01 = .04, 4 * .03 / 2 = .06, 4 * .02 .. sorted .01 .02 .03 .5
    assertThat(Simes.lnP(logs(.03, .5, .01, .02), 4)).isCloseTo(StrictMath.log(.04), within(1e-12));
    assertThat(Simes.lnP(logs(.02, .02), 2)).isCloseTo(StrictMath.log(.02), within(1e-12));
    assertThat(Simes.lnP(logs(.9, .95), 2)).isCloseTo(StrictMath.log(.95), within(1e-12));
    assertThat(Simes.lnP(new double[0], 5)).isZero();
    assertThat(Simes.lnP(new double[] {-1e5, -1}, 1000)).isCloseTo(-99993.0922, within(1e-3));
  }

  @Test
  void simesOfTheSmallOnesIsExactBelowTheirCut() {
    SplittableRandom random = new SplittableRandom(3);
    int exact = 0;
    for (int round = 0; round < 500; round++) {
      double[] all = random(random, 20);
      double cut = StrictMath.log(0.1);
      double[] small = Arrays.stream(all).filter(x -> x <= cut).toArray();
      double whole = Simes.lnP(all, 20);
      double part = Simes.lnP(small, 20);
      assertThat(part).isGreaterThanOrEqualTo(whole);
      if (whole <= cut) {
        exact++;
        assertThat(part).isEqualTo(whole);
      }
    }
    assertThat(exact).isGreaterThan(100);
  }

  @Test
  void eBenjaminiHochbergFollowsItsDefinition() {
    // q = .1, m = 4: 4 / (.1 i) = 40, 20, 13.3, 10
    assertThat(EBenjaminiHochberg.decide(logs(21, 2, 25, 1), 4, 0.1))
        .isEqualTo(new Decision(2, StrictMath.log(21)));
    assertThat(EBenjaminiHochberg.decide(logs(21, 2, 1, 1), 4, 0.1))
        .isEqualTo(new Decision(0, Double.POSITIVE_INFINITY));
    assertThat(EBenjaminiHochberg.decide(logs(10, 10, 10, 10), 4, 0.1).rejected()).isEqualTo(4);
    assertThat(EBenjaminiHochberg.decide(logs(50), 4, 0.1).rejects(StrictMath.log(49))).isFalse();
    assertThat(EBenjaminiHochberg.decide(new double[0], 4, 0.1).rejects(100)).isFalse();
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 500; round++) {
      int m = 1 + random.nextInt(20);
      double[] e = random.doubles(m, 0, 6).toArray();
      double[] large = Arrays.stream(e).filter(x -> x >= StrictMath.log(10)).toArray();
      int most = 0;
      for (int i = 1; i <= m; i++) {
        double limit = m / (0.1 * i);
        most = Arrays.stream(e).filter(x -> Math.exp(x) >= limit).count() >= i ? i : most;
      }
      assertThat(EBenjaminiHochberg.decide(large, m, 0.1).rejected()).isEqualTo(most);
    }
  }

  @Test
  void benjaminiYekutieliDividesTheLevelByTheHarmonicNumber() {
    // H(3) = 11/6: at q = .11 the steps are .02, .04, .06
    assertThat(BenjaminiYekutieli.decide(logs(.0199, .0399, .0601), 3, 0.11).rejected())
        .isEqualTo(2);
    assertThat(BenjaminiYekutieli.decide(logs(.0201, .0401, .0601), 3, 0.11).rejected()).isZero();
  }

  /** The bound from the definition: over all subsets of up to eight hypotheses. */
  private static int definition(double[] lnP, int selected, double alpha) {
    int m = lnP.length;
    List<Integer> kept = new ArrayList<>(); // sets that closed testing does not reject
    for (int set = 1; set < 1 << m; set++) {
      if (!simesRejects(lnP, set, alpha)) {
        kept.add(set);
      }
    }
    int most = 0; // nulls in the selection at most: the largest overlap with a set not rejected
    for (int set : kept) {
      most = Math.max(most, Integer.bitCount(set & selected));
    }
    return Integer.bitCount(selected) - most;
  }

  private static boolean simesRejects(double[] lnP, int set, double alpha) {
    double[] p = new double[Integer.bitCount(set)];
    int size = 0;
    for (int i = 0; i < lnP.length; i++) {
      if ((set >> i & 1) == 1) {
        p[size++] = lnP[i];
      }
    }
    return Simes.lnP(p, size) <= StrictMath.log(alpha);
  }

  @Test
  void theBoundEqualsClosedTestingOverAllSubsets() {
    SplittableRandom random = new SplittableRandom(12);
    double alpha = 0.2;
    int positive = 0;
    for (int round = 0; round < 400; round++) {
      int m = 1 + random.nextInt(8);
      double[] lnP = random(random, m);
      double[] small = Arrays.stream(lnP).filter(x -> x <= StrictMath.log(alpha)).toArray();
      ClosedTesting bound = ClosedTesting.of(small, m, alpha);
      for (int selected = 1; selected < 1 << m; selected++) {
        int set = selected;
        double[] chosen =
            java.util.stream.IntStream.range(0, m)
                .filter(i -> (set >> i & 1) == 1)
                .mapToDouble(i -> lnP[i])
                .toArray();
        int expected = definition(lnP, selected, alpha);
        assertThat(bound.atLeast(chosen)).isEqualTo(expected);
        positive += expected > 0 ? 1 : 0;
      }
      int all = (1 << m) - 1;
      assertThat(m - bound.mostNulls()).isEqualTo(definition(lnP, all, alpha));
    }
    assertThat(positive).isGreaterThan(1000);
  }

  @Test
  void aMillionDocumentsAreBoundedTogether() {
    int m = 1_000_000;
    SplittableRandom random = new SplittableRandom(5);
    double[] lnP = new double[m];
    for (int i = 0; i < m; i++) {
      double p = StrictMath.log(1 - random.nextDouble());
      lnP[i] = i < 41_200 ? p - 30 : p;
    }
    ClosedTesting bound = ClosedTesting.of(lnP, m, 0.01);
    double[] marked = Arrays.copyOf(lnP, 41_200);
    assertThat(bound.atLeast(marked)).isBetween(41_100L, 41_200L);
    assertThat(bound.atLeast(Arrays.copyOfRange(lnP, 41_200, m))).isLessThan(10);
    assertThat(bound.mostNulls()).isBetween(958_800L, 958_900L);
  }

  @Test
  void everythingRejectedMeansEverything() {
    ClosedTesting bound = ClosedTesting.of(logs(1e-9, 1e-8), 2, 0.01);
    assertThat(bound.mostNulls()).isZero();
    assertThat(bound.atLeast(logs(1e-9, 1e-8))).isEqualTo(2);
    assertThat(ClosedTesting.of(new double[0], 3, 0.01).atLeast(logs(.5))).isZero();
    assertThat(ClosedTesting.of(new double[0], 0, 0.01).atLeast(new double[0])).isZero();
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> Simes.lnP(new double[2], 1)).hasMessageContaining("total >= 2");
    assertThatThrownBy(() -> ClosedTesting.of(new double[2], 1, 0.1))
        .hasMessageContaining("total >= 2");
    assertThatThrownBy(() -> EBenjaminiHochberg.decide(new double[2], 5, 1.5))
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> EBenjaminiHochberg.decide(new double[] {Double.NaN}, 5, .5))
        .hasMessageContaining("NaN");
  }
}
