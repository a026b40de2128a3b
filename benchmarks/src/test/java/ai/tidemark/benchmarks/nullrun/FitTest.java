package ai.tidemark.benchmarks.nullrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.benchmarks.nullrun.Contender.Count;
import ai.tidemark.core.law.NullLaw;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FitTest {
  @Test
  void measuresSpreadAndDistance() {
    assertThat(Fit.mean(new double[] {1, 2, 6})).isEqualTo(3);
    assertThat(Fit.sd(new double[] {1, 2, 6})).isEqualTo(Math.sqrt(7));
    // F_n jumps to 1/2 at 0.1 and to 1 at 0.4: the largest gap is 1 - 0.4
    assertThat(Fit.distance(new double[] {0.4, 0.1})).isEqualTo(0.6, within(1e-12));
  }

  @Test
  void knowsKolmogorovsQuantiles() {
    // Asymptotic quantiles of sqrt(n) D: 1.3581 (5 %), 1.6276 (1 %)
    assertThat(Fit.distanceP(1.3581 / 1000, 1_000_000)).isEqualTo(0.05, within(2e-4));
    assertThat(Fit.distanceP(1.6276 / 1000, 1_000_000)).isEqualTo(0.01, within(1e-4));
    assertThat(Fit.distanceP(0, 100)).isEqualTo(1);
  }

  @Test
  void breaksTiesSoThatPIsUniform() {
    // Without ties broken, p of a sum of 8 bits takes nine values and is far from uniform.
    NullLaw law = new NullLaw.Binomial(1, 1, 4);
    Random random = new Random(2);
    double[] p = new double[20_000];
    double[] rough = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      int green = 0;
      for (int j = 0; j < 8; j++) {
        green += random.nextInt(4) == 0 ? 1 : 0;
      }
      p[i] = Fit.randomisedP(law, new Count(8, green), random.nextDouble());
      rough[i] = Math.exp(Fit.lnP(law, new Count(8, green)));
    }
    assertThat(Fit.distanceP(Fit.distance(p), p.length)).isGreaterThan(0.001);
    assertThat(Fit.distanceP(Fit.distance(rough), p.length)).isLessThan(1e-10);
  }

  @Test
  void endsAtTheLargestSum() {
    NullLaw law = new NullLaw.Binomial(1, 1, 4);
    assertThat(Fit.randomisedP(law, new Count(2, 2), 0)).isZero();
    assertThat(Fit.randomisedP(law, new Count(2, 2), 1)).isEqualTo(1 / 16.0, within(1e-12));
  }
}
