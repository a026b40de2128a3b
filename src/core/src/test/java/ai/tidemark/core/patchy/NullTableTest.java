package ai.tidemark.core.patchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics against their formulas, tables against plain simulation. */
final class NullTableTest {
  private static double[] logs(double... p) {
    return Arrays.stream(p).map(StrictMath::log).toArray();
  }

  @Test
  void theStatisticsFollowTheirFormulas() {
    // n = 4: ranks 1, 2 count for higher criticism, r at least 1/4
    double hc = 2 * (0.5 - 0.3) / StrictMath.sqrt(0.3 * 0.7);
    assertThat(Criterion.HIGHER_CRITICISM.of(logs(.01, .3, .35, .9))).isCloseTo(hc, within(1e-12));
    // r at least 1/16: rank 3 at .35: 4 (.75 - .35)^2 / (2 .35 .65); rank 1 at 1/16
    double first = 4 * (0.25 - 0.0625) * (0.25 - 0.0625) / (2 * 0.0625 * 0.9375);
    double third = 4 * 0.16 / (2 * 0.35 * 0.65);
    assertThat(Criterion.TR_GOF.of(logs(.01, .3, .35, .9)))
        .isCloseTo(Math.max(first, third), within(1e-12));
    assertThat(Criterion.TR_GOF.of(logs(.5, .8, .9, 1))).isZero(); // F below r everywhere
    assertThat(Criterion.TR_GOF.of(new double[] {-1e5, -1e4})).isPositive().isFinite();
  }

  @Test
  void everyStatisticFallsWhenAPValueRises() {
    SplittableRandom random = new SplittableRandom(4);
    for (Criterion criterion : Criterion.values()) {
      for (int round = 0; round < 300; round++) {
        double[] p = random.doubles(40).map(x -> x * x).sorted().toArray();
        double before = criterion.of(logs(p));
        int at = random.nextInt(40);
        p[at] += (1 - p[at]) * random.nextDouble();
        Arrays.sort(p);
        assertThat(criterion.of(logs(p))).isLessThanOrEqualTo(before);
      }
    }
  }

  @Test
  void allRanksUpTo1024AndThenRatios() {
    assertThat(Ranks.of(1)).containsExactly(1);
    assertThat(Ranks.of(1500)).startsWith(1, 2, 3).endsWith(1494, 1500);
    int[] ranks = Ranks.of(1_000_000);
    assertThat(ranks.length).isBetween(1_800, 2_000);
    assertThat(ranks[ranks.length - 1]).isEqualTo(1_000_000);
    for (int k = 1; k < ranks.length; k++) {
      assertThat(ranks[k] - ranks[k - 1]).isBetween(1, Math.max(1, ranks[k - 1] / 128));
    }
    assertThat(Ranks.of(Integer.MAX_VALUE)).isSorted();
  }

  /** Gaps drawn as Gamma variables against all uniforms drawn and sorted. */
  @ParameterizedTest
  @EnumSource
  void tablesEqualPlainSimulation(Criterion criterion) {
    int n = 3_000;
    NullTable table = NullTable.of(criterion, n, 4_000, 11);
    SplittableRandom random = new SplittableRandom(12);
    int runs = 400;
    int[] below = new int[3];
    double[] levels = {0.5, 0.2, 0.05};
    for (int run = 0; run < runs; run++) {
      double lnP = table.lnP(logs(random.doubles(n).map(x -> 1 - x).sorted().toArray()));
      for (int k = 0; k < levels.length; k++) {
        below[k] += lnP <= StrictMath.log(levels[k]) ? 1 : 0;
      }
    }
    for (int k = 0; k < levels.length; k++) {
      double error = 4 * Math.sqrt(levels[k] * (1 - levels[k]) / runs);
      assertThat((double) below[k] / runs).isCloseTo(levels[k], within(error));
    }
  }

  @Test
  void pIsNeverBelowOneInReplicatesPlusOne() {
    NullTable table = NullTable.of(Criterion.HIGHER_CRITICISM, 50, 99, 3);
    double[] extreme = new double[50];
    Arrays.fill(extreme, -5000);
    assertThat(table.lnP(extreme)).isCloseTo(StrictMath.log(0.01), within(1e-12));
    assertThat(table.lnLeast()).isCloseTo(StrictMath.log(0.01), within(1e-12));
    assertThat(table.lnP(new double[50])).isZero(); // statistic 0, all replicates at least as large
    assertThat(table.critical(StrictMath.log(0.005))).isInfinite();
    double critical = table.critical(StrictMath.log(0.1));
    assertThat(table.lnP(Math.nextUp(critical))).isLessThanOrEqualTo(StrictMath.log(0.1) + 1e-12);
    assertThat(table.lnP(critical)).isGreaterThan(StrictMath.log(0.1));
  }

  @Test
  void theSameSeedGivesTheSameTable() {
    double[] p = logs(.001, .02, .3, .6, .7);
    double one = NullTable.of(Criterion.TR_GOF, 5, 500, 1).lnP(p);
    assertThat(NullTable.of(Criterion.TR_GOF, 5, 500, 1).lnP(p)).isEqualTo(one);
  }

  @Test
  void aMillionDocumentsTakeTwoThousandDraws() {
    NullTable table = NullTable.of(Criterion.HIGHER_CRITICISM, 1_000_000, 200, 5);
    double[] lnP = new double[1_000_000];
    for (int i = 0; i < lnP.length; i++) {
      lnP[i] = StrictMath.log((i + 0.5) / lnP.length);
    }
    assertThat(table.lnP(lnP)).isGreaterThan(StrictMath.log(0.9)); // more even than chance
  }

  @Test
  void gammaDrawsHaveTheirMeanAndVariance() {
    SplittableRandom random = new SplittableRandom(6);
    for (int shape : new int[] {1, 4, 5, 300}) {
      double sum = 0;
      double squares = 0;
      int draws = 40_000;
      for (int i = 0; i < draws; i++) {
        double x = Gammas.draw(random, shape);
        sum += x;
        squares += x * x;
      }
      double mean = sum / draws;
      assertThat(mean).isCloseTo(shape, within(4 * Math.sqrt((double) shape / draws)));
      assertThat(squares / draws - mean * mean).isCloseTo(shape, within(0.1 * shape));
    }
  }

  @Test
  void callersMistakesAreNamed() {
    assertThatThrownBy(() -> Criterion.TR_GOF.of(logs(.5, .2))).hasMessageContaining("lnP[1]");
    assertThatThrownBy(() -> Criterion.TR_GOF.of(new double[0])).hasMessageContaining("at least");
    NullTable table = NullTable.of(Criterion.TR_GOF, 3, 9, 1);
    assertThatThrownBy(() -> table.lnP(new double[4])).hasMessageContaining("n = 3");
    assertThatThrownBy(() -> NullTable.of(Criterion.TR_GOF, 3, 0, 1))
        .hasMessageContaining("replicates");
  }
}
