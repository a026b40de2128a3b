package ai.tidemark.scan.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The test of single tuples, against uniform p-values and against planted small ones. */
final class SparseTestTest {
  private static double[] uniform(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(n).map(u -> Math.log(1 - u)).toArray();
  }

  private static double p(double[] lnP) {
    Arrays.sort(lnP);
    return Math.exp(SparseTest.lnP(lnP));
  }

  @Test
  void uniformTuplesAreRejectedNoOftenerThanTheLevel() {
    double[] p = IntStream.range(0, 400).mapToDouble(i -> p(uniform(500, 100 + i))).toArray();
    for (double level : new double[] {0.05, 0.2}) {
      double share = (double) Arrays.stream(p).filter(v -> v <= level).count() / p.length;
      assertThat(share).isLessThanOrEqualTo(level + 3 * Math.sqrt(level * (1 - level) / 400));
    }
    // not merely conservative: about as often as it may
    assertThat(Arrays.stream(p).filter(v -> v <= 0.2).count()).isGreaterThan(30);
  }

  @Test
  void aFewTinyValuesAreSeenAndBoundedBySimulation() {
    double[] lnP = uniform(50_000, 7);
    for (int i = 0; i < 40; i++) {
      lnP[i] = -14 - i % 3; // p about 1e-6, where 0.05 are expected
    }
    assertThat(p(lnP)).isCloseTo(1e-4, Offset.offset(1e-12));
    assertThat(SparseTest.lnLeast()).isEqualTo(-Math.log(10_000));
  }

  @Test
  void theSameTuplesGiveTheSameP() {
    assertThat(p(uniform(3_000, 9))).isEqualTo(p(uniform(3_000, 9)));
    assertThat(SparseTest.lnP(new double[0])).isZero();
  }
}
