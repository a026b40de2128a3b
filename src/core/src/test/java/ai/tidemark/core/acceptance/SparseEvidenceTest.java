package ai.tidemark.core.acceptance;

import ai.tidemark.core.multiplicity.Simes;
import ai.tidemark.core.patchy.Criterion;
import ai.tidemark.core.patchy.NullTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Higher criticism and Tr-GoF keep their level, and see a sparse signal that neither the smallest
 * p-values nor the sum show. (The list has no number for them; these follow its form.)
 */
final class SparseEvidenceTest {
  private static double[] uniforms(SplittableRandom random, int n) {
    double[] lnP = new double[n];
    for (int i = 0; i < n; i++) {
      lnP[i] = StrictMath.log(1 - random.nextDouble());
    }
    Arrays.sort(lnP);
    return lnP;
  }

  private static void level(int n, int runs, int replicates) {
    for (Criterion criterion : Criterion.values()) {
      NullTable table = NullTable.of(criterion, n, replicates, 1);
      SplittableRandom random = new SplittableRandom(31);
      int rejected = 0;
      for (int run = 0; run < runs; run++) {
        rejected += table.lnP(uniforms(random, n)) <= StrictMath.log(0.05) ? 1 : 0;
      }
      double slack = 3 * Math.sqrt(0.0475 * (1.0 / runs + 1.0 / replicates));
      Figure.between(
              "3.1 " + criterion + ", n " + n + ", rejected at .05",
              (double) rejected / runs,
              0.05 - slack,
              0.05 + slack)
          .mustHold();
    }
  }

  /** Catches a table of another statistic than the observed one. */
  @Test
  void theLevelIsKept() {
    level(500, 2_000, 4_000);
    level(20_000, 300, 4_000);
  }

  @Tag("statistics")
  @Test
  void theLevelIsKeptInFull() {
    level(1_000, 40_000, 100_000);
    level(100_000, 3_000, 100_000);
    level(1_000_000, 100, 20_000);
  }

  @Test
  void aStatisticWithoutItsFloorIsCaught() {
    int n = 500;
    NullTable table = NullTable.of(Criterion.HIGHER_CRITICISM, n, 4_000, 1);
    int rejected = 0;
    SplittableRandom random = new SplittableRandom(31);
    double critical = table.critical(StrictMath.log(0.05));
    for (int run = 0; run < 2_000; run++) {
      double[] p = uniforms(random, n);
      double most = 0;
      for (int i = 1; i <= n / 2; i++) {
        double r = StrictMath.exp(p[i - 1]);
        most = Math.max(most, Math.sqrt(n / (r * (1 - r))) * ((double) i / n - r));
      }
      rejected += most >= critical ? 1 : 0;
    }
    Figure.between("3.1 HIGHER_CRITICISM, n 500, rejected at .05", rejected / 2000.0, 0.034, 0.066)
        .mustFail("the observed statistic has no floor on r, the table has");
  }

  private static void power(Criterion criterion, int n, int strong, int runs, double alpha) {
    SplittableRandom random = new SplittableRandom(77);
    NullTable table = NullTable.of(criterion, n, 9_999, 2);
    int seen = 0;
    int simes = 0;
    for (int run = 0; run < runs; run++) {
      double[] lnP = uniforms(random, n);
      for (int k = 0; k < strong; k++) {
        lnP[random.nextInt(n)] = StrictMath.log(1e-3 * (1 - random.nextDouble()));
      }
      Arrays.sort(lnP);
      seen += table.lnP(lnP) <= StrictMath.log(alpha) ? 1 : 0;
      simes += Simes.lnP(lnP, n) <= StrictMath.log(alpha) ? 1 : 0;
    }
    String what =
        "3.1 " + criterion + " at " + alpha + ", " + strong + " of " + n + " p-values < .001: seen";
    Figure.atLeast(what, (double) seen / runs, 0.95).mustHold();
    Figure.atLeast(what, (double) simes / runs, 0.95).mustFail("Simes in its place");
  }

  /** Catches a supremum over too few ranks. */
  @Test
  void aSparseSignalIsSeen() {
    power(Criterion.HIGHER_CRITICISM, 10_000, 60, 60, 0.001);
    power(Criterion.TR_GOF, 10_000, 60, 60, 0.01);
  }
}
