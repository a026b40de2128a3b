package ai.tidemark.core.acceptance;

import ai.tidemark.core.law.BinomialTail;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/**
 * Number 7 of the acceptance list: ln p against values of 50 digits, n from 1 to 10^12, log10 p to
 * -5000. The laws' own tests hold more values, and monotony, more closely. Mutation caught: the
 * front factor as a difference of large ln Gamma values, which loses 1e-6 at n = 10^10, and a
 * normal tail, which is wrong by whole orders.
 */
final class NumericsTest {
  @Test
  void gammaAndBinomialTailsEqualFiftyDigits() {
    double gamma = 0;
    double binomial = 0;
    double differences = 0;
    int cases = 0;
    for (JsonNode row : Vectors.cases("golden-tails", "gamma")) {
      long n = row.get("n").longValue();
      BigInteger sum = new BigInteger(row.get("S").textValue());
      BigDecimal golden = new BigDecimal(row.get("lnP").textValue());
      gamma = Math.max(gamma, error(GammaTail.lnQ(n, sum), golden));
      cases++;
      double s = sum.doubleValue() * 0x1p-32;
      if (n > 1_000 && s > n + 3 * Math.sqrt((double) n)) {
        differences = Math.max(differences, error(byDifferences((double) n, s), golden));
      }
    }
    for (JsonNode row : Vectors.cases("golden-tails", "binomial")) {
      double actual =
          BinomialTail.lnUpper(
              row.get("n").longValue(),
              row.get("k").longValue(),
              row.get("successes").longValue(),
              row.get("of").longValue());
      binomial = Math.max(binomial, error(actual, new BigDecimal(row.get("lnP").textValue())));
      cases++;
    }
    Figure.atLeast("8.4.7 golden values", cases, 200).mustHold();
    Figure.atMost("8.4.7 Gamma, 1e9 times the error of ln p", gamma * 1e9, 1).mustHold();
    Figure.atMost("8.4.7 binomial, 1e9 times the error of ln p", binomial * 1e9, 1).mustHold();
    Figure.atMost("8.4.7 Gamma, 1e9 times the error of ln p", differences * 1e9, 1)
        .mustFail("ln Gamma by Stirling's sum of large terms");
  }

  private static double error(double actual, BigDecimal golden) {
    return new BigDecimal(actual).subtract(golden).abs().doubleValue();
  }

  /** s^n e^-s / Gamma(n) times the continued fraction's leading terms, from large terms. */
  private static double byDifferences(double n, double s) {
    double lnGamma = (n - 0.5) * Math.log(n) - n + 0.9189385332046728 + 1.0 / 12 / n;
    double front = n * Math.log(s) - s - lnGamma;
    double fraction = 0;
    for (int i = 4_000; i >= 1; i--) {
      fraction = i * (n - i) / (s - n + 2 * i + 1 + fraction);
    }
    return front - Math.log(s - n + 1 + fraction);
  }
}
