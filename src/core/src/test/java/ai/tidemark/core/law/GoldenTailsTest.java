package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tails against 50-digit values that share no formula with the code (gen_tails.py, gen_stats.py).
 */
final class GoldenTailsTest {
  @Test
  void gammaTailsEqualFiftyDigitValuesUpToTenToTheTwelve() {
    WorstError all = new WorstError("Gamma, n to 1e12, log10 p to -5000");
    WorstError small = new WorstError("Gamma, n to 1e6, log10 p to -50");
    for (JsonNode row : Vectors.cases("golden-tails", "gamma")) {
      long n = row.get("n").longValue();
      double actual = GammaTail.lnQ(n, new BigInteger(row.get("S").textValue()));
      all.add(actual, row.get("lnP").textValue(), row);
      if (n <= 1_000_000 && row.get("log10P").doubleValue() > -51) {
        small.add(actual, row.get("lnP").textValue(), row);
      }
    }
    all.assertBelow(1e-10, 200);
    small.assertBelow(1e-12, 100);
  }

  @Test
  void binomialTailsEqualFiftyDigitValuesUpToTenToTheTwelve() {
    WorstError all = new WorstError("Binomial, n to 1e12, log10 p to -5000");
    WorstError small = new WorstError("Binomial, n to 1e6, log10 p to -50");
    for (JsonNode row : Vectors.cases("golden-tails", "binomial")) {
      long n = row.get("n").longValue();
      double actual = binomial(row);
      all.add(actual, row.get("lnP").textValue(), row);
      if (n <= 1_000_000 && row.get("log10P").doubleValue() > -51) {
        small.add(actual, row.get("lnP").textValue(), row);
      }
    }
    all.assertBelow(1e-10, 400);
    small.assertBelow(1e-12, 200);
  }

  @Test
  void realShapesEqualFiftyDigitValues() {
    WorstError error = new WorstError("Gamma, real shape");
    for (JsonNode row : Vectors.cases("golden-tails", "realGamma")) {
      double shape = Double.parseDouble(row.get("shape").textValue());
      double x = Double.parseDouble(row.get("x").textValue());
      error.add(GammaTail.lnUpper(shape, x), row.get("lnQ").textValue(), row);
    }
    error.assertBelow(1e-12, 40);
  }

  @Test
  void gammaTailsEqualTheStoredSeries() {
    WorstError error = new WorstError("Gamma, stats-tails");
    for (JsonNode row : Vectors.cases("stats-tails", "gamma")) {
      double s = row.get("s").doubleValue();
      error.add(GammaTail.lnQ(row.get("n").longValue(), s), row.get("log_p").textValue(), row);
    }
    error.assertBelow(1e-11, 53);
  }

  @Test
  void binomialTailsEqualTheStoredSeries() {
    WorstError error = new WorstError("Binomial, stats-tails");
    for (JsonNode row : Vectors.cases("stats-tails", "binomial")) {
      long n = row.get("n").longValue();
      long k = row.get("k").longValue();
      List<String> p = List.of(row.get("gamma").textValue().split("/", 2));
      long successes = Long.parseLong(p.get(0));
      long of = Long.parseLong(p.get(1));
      double atLeast = BinomialTail.lnUpper(n, k, successes, of);
      error.add(atLeast, row.get("log_p_ge").textValue(), row);
      if (k < n) {
        double above = BinomialTail.lnUpper(n, k + 1, successes, of);
        error.add(above, row.get("log_p_gt").textValue(), row);
      }
    }
    error.assertBelow(1e-11, 200);
  }

  @Test
  void boundsStandAboveTheExactValueAndCostLittle() {
    for (JsonNode row : Vectors.cases("golden-tails", "gamma")) {
      long n = row.get("n").longValue();
      BigInteger sum = new BigInteger(row.get("S").textValue());
      double z = (sum.doubleValue() * 0x1p-32 - n) / Math.sqrt((double) n);
      assertBound(GammaTail.lnBound(n, sum), GammaTail.lnQ(n, sum), z, row);
    }
    for (JsonNode row : Vectors.cases("golden-tails", "binomial")) {
      long n = row.get("n").longValue();
      long k = row.get("k").longValue();
      long successes = row.get("successes").longValue();
      long of = row.get("of").longValue();
      double p = (double) successes / of;
      double z = (k - n * p) / Math.sqrt(n * p * (1 - p));
      assertBound(BinomialTail.lnBound(n, k, successes, of), binomial(row), z, row);
    }
  }

  /** The factor between bound and tail is about sqrt(2 pi) z, and 2 at the mean. */
  private static void assertBound(double bound, double exact, double z, JsonNode row) {
    double slack = Math.log(2.73 * (Math.max(0, z) + 2));
    assertThat(bound).as("%s", row).isBetween(exact, Math.min(0, exact + slack));
  }

  @Test
  void boundsAreTheFormulaAnyoneCanCheck() {
    // n = 100, s = 150: 150 - 100 - 100 ln 1.5
    assertThat(GammaTail.lnBound(100, BigInteger.valueOf(150L << 32)))
        .isCloseTo(-(50 - 100 * Math.log(1.5)), within(1e-13));
    assertThat(GammaTail.lnBound(100, BigInteger.valueOf(100L << 32))).isZero();
    assertThat(GammaTail.lnBound(100, BigInteger.ONE)).isZero();
    // n = 10, k = 9, p = 1/4: 9 ln(.9/.25) + ln(.1/.75)
    assertThat(BinomialTail.lnBound(10, 9, 1, 4))
        .isCloseTo(-(9 * Math.log(3.6) + Math.log(0.1 / 0.75)), within(1e-13));
    assertThat(BinomialTail.lnBound(10, 10, 1, 4)).isCloseTo(10 * Math.log(0.25), within(1e-13));
    assertThat(BinomialTail.lnBound(8, 2, 1, 4)).isZero();
  }

  private static double binomial(JsonNode row) {
    return BinomialTail.lnUpper(
        row.get("n").longValue(),
        row.get("k").longValue(),
        row.get("successes").longValue(),
        row.get("of").longValue());
  }
}
