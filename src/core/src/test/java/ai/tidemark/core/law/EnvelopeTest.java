package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bound holds between the points of its grid too, and is not much above the function. */
final class EnvelopeTest {
  @Test
  void boundsTheFunctionAtAndBeyondEveryAngle() {
    SplittableRandom random = new SplittableRandom(6);
    for (int farthest : new int[] {60, 300, 3_000}) {
      long[] cases = new long[farthest + 1];
      for (int i = 0; i < 65_536; i++) {
        cases[Long.bitCount(random.nextLong()) - 10]++;
      }
      cases[farthest] += 3; // beyond 512, it counts with its mass
      for (double tilt : new double[] {0, 0.05, -0.3}) {
        CaseLayer layer = new CaseLayer(new Cases(cases), tilt * 60 / farthest);
        for (double grid : new double[] {0.5, 0.1}) {
          Envelope envelope = new Envelope(layer, grid);
          double least = 0;
          for (double angle = Math.PI; angle > 0; angle -= 0.000_7) {
            double[] wave = new double[2];
            layer.wave(angle, 0, layer.size(), wave);
            least = Math.max(least, Math.hypot(wave[0], wave[1]));
            assertThat(envelope.ln(angle))
                .as("farthest %d, tilt %s, grid %s, angle %s", farthest, tilt, grid, angle)
                .isBetween(Math.log(least) - 1e-12, 0.0);
          }
          assertThat(envelope.lnFloor()).isLessThan(-3);
        }
      }
    }
  }

  /** Runs of values, gaps inside them and gaps between them, against the sum term by term. */
  @Test
  void theWaveIsTheSumOfItsTerms() {
    SplittableRandom random = new SplittableRandom(7);
    for (int size : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 500}) {
      long[] cases = new long[4 * size];
      for (int i = 0, at = 0; i < size && at < cases.length; i++) {
        cases[at] = random.nextLong(1, 10);
        at += random.nextInt(4) > 0 ? 1 : 1 + random.nextInt(20);
      }
      CaseLayer layer = new CaseLayer(new Cases(cases), 0.01);
      double[] wave = new double[2];
      for (double angle : new double[] {0, 1e-3, 0.7, 3.1, 25, 700}) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < layer.size(); i++) {
          re += layer.mass()[i] * Math.cos(angle * layer.at()[i]);
          im += layer.mass()[i] * Math.sin(angle * layer.at()[i]);
        }
        layer.wave(angle, 0, layer.size(), wave);
        assertThat(Math.hypot(wave[0] - re, wave[1] - im))
            .as("size %d, angle %s", size, angle)
            .isLessThan(1e-11);
      }
    }
  }
}
