package ai.tidemark.core.multiplicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.multiplicity.BenjaminiHochberg.Decision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holm and Benjamini-Hochberg against values worked by hand and against their definitions. */
final class MultiplicityTest {
  /** The example of Benjamini and Hochberg 1995, section 3.2: fifteen p-values. */
  private static final double[] THROMBOLYSIS = {
    .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
    .7590, 1.0
  };

  @Test
  void holmWorkedByHand() {
    // sorted .01 .02 .03 .04: 4 * .01 = .04; 3 * .02 = .06; 2 * .03 = .06; .04 -> .06
    assertClose(Holm.adjust(logs(.03, .01, .04, .02)), .06, .04, .06, .06);
    assertClose(Holm.adjust(logs(.5, .9)), 1, 1);
    assertClose(Holm.adjust(logs(.2)), .2);
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }

  @Test
  void holmKeepsValuesFarBelowTheSmallestDouble() {
    double[] adjusted = Holm.adjust(new double[] {-20_000, -5, -11_513});
    assertThat(adjusted[0]).isCloseTo(-20_000 + Math.log(3), within(1e-9));
    assertThat(adjusted[1]).isEqualTo(-5);
    assertThat(adjusted[2]).isCloseTo(-11_513 + Math.log(2), within(1e-9));
  }

  @Test
  void holmRejectsWhatItsStepDownRuleRejects() {
    Random random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      double[] lnP = randomLogs(random, 1 + random.nextInt(12));
      double lnAlpha = Math.log(0.05);
      double[] sorted = lnP.clone();
      Arrays.sort(sorted);
      int rejected = 0;
      while (rejected < sorted.length
          && sorted[rejected] <= lnAlpha - Math.log(sorted.length - rejected)) {
        rejected++;
      }
      double[] adjusted = Holm.adjust(lnP);
      assertThat(Arrays.stream(adjusted).filter(x -> x <= lnAlpha)).hasSize(rejected);
      for (int i = 0; i < lnP.length; i++) {
        assertThat(adjusted[i]).isBetween(lnP[i], 0.0);
      }
    }
  }

  @Test
  void benjaminiAndHochbergsOwnExampleRejectsFour() {
    Decision decision = BenjaminiHochberg.decide(logs(THROMBOLYSIS), 15, 0.05);
    assertThat(decision).isEqualTo(new Decision(4, Math.log(.0095)));
    assertThat(decision.rejects(Math.log(.0019))).isTrue();
    assertThat(decision.rejects(Math.log(.0201))).isFalse();
    // The five values above .05 are not needed.
    double[] small = logs(Arrays.copyOf(THROMBOLYSIS, 9));
    assertThat(BenjaminiHochberg.decide(small, 15, 0.05)).isEqualTo(decision);
  }

  @Test
  void aLaterValueCarriesEarlierOnesThatFailTheirOwnStep() {
    // q = .1, m = 3: steps .0333, .0667, .1; the first two fail theirs, the third passes
    assertThat(BenjaminiHochberg.decide(logs(.04, .08, .099), 3, 0.1).rejected()).isEqualTo(3);
    assertThat(BenjaminiHochberg.decide(logs(.04, .08), 3, 0.1))
        .isEqualTo(new Decision(0, Double.NEGATIVE_INFINITY));
    assertThat(BenjaminiHochberg.decide(new double[0], 10, 0.1).rejects(-50)).isFalse();
  }

  @Test
  void keepingOnlySmallValuesDecidesAsAllDo() {
    Random random = new Random(9);
    double q = 0.1;
    for (int round = 0; round < 2000; round++) {
      double[] all = randomLogs(random, 1 + random.nextInt(30));
      double[] small = Arrays.stream(all).filter(x -> x <= Math.log(q)).toArray();
      Decision decision = BenjaminiHochberg.decide(small, all.length, q);
      assertThat(decision).isEqualTo(BenjaminiHochberg.decide(all, all.length, q));
      assertThat(decision.rejected()).isEqualTo(definition(all, q));
      assertThat(Arrays.stream(all).filter(decision::rejects)).hasSize((int) decision.rejected());
    }
  }

  /** Largest i such that at least i p-values are at most q i / m. */
  private static int definition(double[] lnP, double q) {
    int largest = 0;
    for (int i = 1; i <= lnP.length; i++) {
      double limit = q * i / lnP.length;
      if (Arrays.stream(lnP).filter(x -> Math.exp(x) <= limit).count() >= i) {
        largest = i;
      }
    }
    return largest;
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> Holm.adjust(new double[] {-1, Double.NaN}))
        .hasMessageContaining("lnP[1]");
    assertThatThrownBy(() -> BenjaminiHochberg.decide(new double[] {0.1}, 1, 0.1))
        .hasMessageContaining("lnP[0]");
    assertThatThrownBy(() -> BenjaminiHochberg.decide(new double[2], 1, 0.1))
        .hasMessageContaining("total >= 2");
  }

  private static double[] randomLogs(Random random, int m) {
    double[] lnP = new double[m];
    for (int i = 0; i < m; i++) {
      double power = random.nextBoolean() ? 1 : 6;
      lnP[i] = power * Math.log(1 - random.nextDouble());
    }
    return lnP;
  }

  private static double[] logs(double... p) {
    return Arrays.stream(p).map(Math::log).toArray();
  }

  private static void assertClose(double[] lnP, double... p) {
    assertThat(lnP).hasSize(p.length);
    for (int i = 0; i < p.length; i++) {
      assertThat(lnP[i]).isCloseTo(Math.log(p[i]), within(1e-12));
    }
  }
}
