package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sums over layers given by their cases: table and integral agree, and both with counting. */
final class LayerSumTest {
  private static final List<Long> SYNTHID =
      LongStream.range(0, 30).map(i -> 290 - 9 * i).boxed().toList();

  /** Returns 65,536 cases of a count of n fair bits, and a few far above. */
  private static long[] cases(int n, int outliers, SplittableRandom random) {
    long[] cases = new long[n + 1];
    for (int i = 0; i < 65_536 - outliers; i++) {
      int ones = 0;
      for (int left = n; left > 0; left -= 64) {
        long mask = left >= 64 ? -1 : (1L << left) - 1;
        ones += Long.bitCount(random.nextLong() & mask);
      }
      cases[ones]++;
    }
    for (int i = 0; i < outliers; i++) {
      cases[n - random.nextInt(1 + n / 8)]++;
    }
    return cases;
  }

  @Test
  void equalsCountingEveryCase() {
    long[] cases = {0, 2, 0, 1, 4, 0, 0, 1}; // 8 cases
    long[] weights = {6, 2, 4}; // on the lattice of even numbers
    LayerSum law = new LayerSum(List.of(6L, 2L, 4L), 9, cases);
    assertThat(law.most(9)).isEqualTo(84);
    for (long sum = 0; sum <= 84; sum++) {
      long count = 0;
      for (int a = 0; a < 8; a++) {
        for (int b = 0; b < 8; b++) {
          for (int c = 0; c < 8; c++) {
            boolean reaches = weights[0] * a + weights[1] * b + weights[2] * c >= sum;
            count += reaches ? cases[a] * cases[b] * cases[c] : 0;
          }
        }
      }
      assertThat(law.lnUpper(9, sum))
          .as("sum %d", sum)
          .isCloseTo(Math.log(count / 512.0), within(1e-14));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> law.lnUpper(9, 85))
        .withMessageContaining("84");
  }

  /** The whole period where nothing can be skipped, the main lobe where all else can. */
  @Test
  void contourEqualsTheTable() {
    SplittableRandom random = new SplittableRandom(3);
    double worst = 0;
    int compared = 0;
    List<List<Long>> weights =
        List.of(SYNTHID, List.of(10L, 1L), List.of(10L, 7L, 4L, 1L), SYNTHID.subList(0, 12));
    for (List<Long> layers : weights) {
      for (int n : layers.size() > 20 ? new int[] {12} : new int[] {12, 40}) {
        for (int outliers : new int[] {0, 1, 30}) {
          long[] cases = cases(n, outliers, random);
          LayerSum law = new LayerSum(layers, n, cases);
          int[] ones = new int[layers.size()];
          Arrays.fill(ones, 1);
          long[] ascending = layers.stream().sorted().mapToLong(Long::longValue).toArray();
          Cases one = new Cases(cases);
          CaseTable table = new CaseTable(one, ascending, ones);
          long total = layers.stream().mapToLong(Long::longValue).sum();
          double sd = Math.sqrt(law.variance(n));
          double last = 0;
          for (double z = -3; z < 13; z += 1.1) {
            long k = Math.round(total * one.mean() + z * sd);
            if (k < 1 || k >= total * one.range()) {
              continue;
            }
            double exact = table.lnUpper(k);
            double integral = law.contour(k);
            if (!Double.isNaN(integral)) {
              worst = Math.max(worst, Math.abs(integral - exact) / Math.max(1, -exact));
              compared++;
            }
            long sum = k + total * one.least();
            double stated = law.lnUpper(n, sum);
            assertThat(stated).isCloseTo(exact, within(1e-11 * Math.max(1, -exact)));
            assertThat(stated).isLessThanOrEqualTo(last);
            assertThat(law.lnBound(n, sum)).isBetween(stated, 0.0);
            last = stated;
          }
        }
      }
    }
    System.out.printf("LayerSum: integral against table, %d tails, worst %.1e%n", compared, worst);
    assertThat(worst).isLessThan(1e-11);
    assertThat(compared).isGreaterThan(200);
  }

  /** The sum along a line at 1/sd would cancel here: one case in 65,536 is 60 sd away. */
  @Test
  void aRareFarValueLeavesTheRestExact() {
    long[] cases = new long[2001];
    long[] near = cases(1_000, 0, new SplittableRandom(4));
    System.arraycopy(near, 0, cases, 0, near.length);
    cases[2000] = 1;
    LayerSum law = new LayerSum(10, 2_000, cases);
    CaseTable table = new CaseTable(new Cases(cases), new long[] {1}, new int[] {10});
    Cases one = new Cases(cases);
    for (double share = 0.1; share < 1; share += 0.01) {
      long k = Math.round(share * 10 * one.range());
      assertThat(law.contour(k)).as("k %d", k).isCloseTo(table.lnUpper(k), within(1e-9));
    }
  }

  /** At the largest sum the bound is the value itself; rounding must not put it below. */
  @Test
  void theBoundIsNeverBelowTheValue() {
    for (int layers : new int[] {1, 2, 30, 60, 128}) {
      for (int n : new int[] {1, 2, 50, 300}) {
        LayerSum law = new LayerSum(layers, n, cases(n, 1, new SplittableRandom(n)));
        long most = (long) law.most(n);
        for (long sum = Math.max(1, most - 40); sum <= most; sum++) {
          assertThat(law.lnBound(n, sum))
              .as("%s, sum %d", law, sum)
              .isBetween(law.lnUpper(n, sum), 0.0);
        }
      }
    }
  }

  @Test
  void oneValueOnlyHasNoTail() {
    LayerSum law = new LayerSum(SYNTHID, 3, new long[] {0, 0, 65_536});
    assertThat(law.most(3)).isEqualTo(9570);
    assertThat(law.lnUpper(3, 9570)).isEqualTo(0.0);
    assertThat(law.lnBound(3, 9570)).isEqualTo(0.0);
    assertThat(law.variance(3)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> law.lnUpper(3, 9571));
    assertThatIllegalArgumentException().isThrownBy(() -> new LayerSum(2, 3, new long[4]));
  }

  @Test
  void equalByContent() {
    long[] cases = {1, 2, 1};
    NullLaw law = new NullLaw.GivenTuples(new LayerSum(List.of(2L, 1L), 2, cases));
    NullLaw same = new NullLaw.GivenTuples(new LayerSum(List.of(1L, 2L), 2, new long[] {1, 2, 1}));
    assertThat(law).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(law)
        .isNotEqualTo(new NullLaw.GivenTuples(new LayerSum(2, 2, cases)))
        .isNotEqualTo(new NullLaw.GivenTuples(new LayerSum(List.of(4L, 2L), 2, cases)))
        .isNotEqualTo(new NullLaw.GivenTuples(new LayerSum(List.of(2L, 1L), 3, cases)))
        .isNotEqualTo(new NullLaw.GivenTuples(new LayerSum(List.of(2L, 1L), 2, new long[] {1, 3})));
    long[] wide = new long[60_000];
    Arrays.fill(wide, 1);
    assertThat(new NullLaw.GivenTuples(new LayerSum(2, 60_000, wide)).toString())
        .contains("n = 60000", "0..59999")
        .hasSizeLessThan(150);
  }
}
