package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How far the law we state is from the exact one given the text, for 30 layers of the default
 * table. A wrong number of ones, or a binomial in place of the hypergeometric at large n, moves ln
 * p by whole units.
 */
final class ShiftLawTest {
  private static final SamplingTable TABLE = new SamplingTable(0, 1 << 16);
  private static final double[] LN_P = {Math.log(1e-3), Math.log(1e-6), Math.log(1e-12)};
  private static final double[] LIMIT = {0.1, 0.2, 0.5};
  private static final int TEXTS = 8;

  @Test
  void statedLawIsNearTheExactOneGivenTheText() {
    for (int n : new int[] {100, 2_000, 30_000}) {
      double[] stated =
          ShiftLaw.lnUpper(ShiftLaw.power(ShiftLaw.hypergeometric(n, TABLE.ones(), 1 << 16), 30));
      assertProductLawAgrees(stated, n);
      double[] worst = new double[LN_P.length];
      double variance = 0;
      for (int text = 0; text < TEXTS; text++) {
        double[] layer = ShiftLaw.layer(states(n, text), TABLE.bits());
        assertThat(mean(layer)).isCloseTo((double) n * TABLE.ones() / (1 << 16), within(1e-9 * n));
        double ratio =
            variance(layer) / variance(ShiftLaw.hypergeometric(n, TABLE.ones(), 1 << 16));
        variance = Math.max(variance, Math.abs(ratio - 1));
        double[] exact = ShiftLaw.lnUpper(ShiftLaw.power(layer, 30));
        for (int point = 0; point < LN_P.length; point++) {
          int k = first(stated, LN_P[point]);
          double difference = exact[k] - stated[k];
          if (Math.abs(difference) > Math.abs(worst[point])) {
            worst[point] = difference;
          }
        }
      }
      System.out.printf(
          "ShiftLaw n %d: exact minus stated ln p at 1e-3 %.4f, at 1e-6 %.4f, at 1e-12 %.4f;"
              + " variance off by %.4f%n",
          n, worst[0], worst[1], worst[2], variance);
      for (int point = 0; point < LN_P.length; point++) {
        assertThat(Math.abs(worst[point])).isLessThan(LIMIT[point]);
      }
    }
  }

  /** Holds the product's law against this brute force, from the mean out to 1e-12. */
  private static void assertProductLawAgrees(double[] stated, int n) {
    NullLaw law = new NullLaw.TableBits(Collections.nCopies(30, 1L), TABLE.ones(), 1 << 16);
    for (double lnP : new double[] {Math.log(0.3), LN_P[0], LN_P[1], LN_P[2]}) {
      int k = first(stated, lnP);
      assertThat(law.lnP(n, BigInteger.valueOf(k)))
          .as("n %d", n)
          .isCloseTo(stated[k], within(1e-8));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.api.Assertions.within(offset);
  }

  /** Returns n states of a text whose ids crowd at the low end, as a vocabulary's do. */
  private static boolean[] states(int n, int text) {
    Random random = new Random(1000L * n + text);
    boolean[] states = new boolean[1 << 16];
    int[] ids = new int[5];
    int distinct = 0;
    while (distinct < n) {
      System.arraycopy(ids, 1, ids, 0, 4);
      ids[4] = (int) (256_000 * Math.pow(random.nextDouble(), 4));
      int state = (int) LcgHash.of(Table16Scheme.START, ids, 0, 5) & 0xFFFF;
      if (!states[state]) {
        states[state] = true;
        distinct++;
      }
    }
    return states;
  }

  private static int first(double[] lnUpper, double lnP) {
    int k = 0;
    while (lnUpper[k] > lnP) {
      k++;
    }
    return k;
  }

  private static double mean(double[] law) {
    double mean = 0;
    for (int k = 0; k < law.length; k++) {
      mean += k * law[k];
    }
    return mean;
  }

  private static double variance(double[] law) {
    double mean = mean(law);
    double variance = 0;
    for (int k = 0; k < law.length; k++) {
      variance += (k - mean) * (k - mean) * law[k];
    }
    return variance;
  }
}
