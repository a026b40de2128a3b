package ai.tidemark.core.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;

/** Collects the largest error against decimal golden values, and where it was. */
final class WorstError {
  private final String what;
  private double worst;
  private String where = "nowhere";
  private int seen;

  WorstError(String what) {
    this.what = what;
  }

  void add(double actual, String golden, Object where) {
    assertThat(actual).as("%s at %s", what, where).isFinite().isLessThanOrEqualTo(0);
    double error = new BigDecimal(actual).subtract(new BigDecimal(golden)).abs().doubleValue();
    seen++;
    if (error > worst) {
      worst = error;
      this.where = where.toString();
    }
  }

  void assertBelow(double limit, int leastCases) {
    System.out.printf(
        "%s: %d cases, largest |error in ln p| %.2e, at %s%n", what, seen, worst, where);
    assertThat(seen).isGreaterThanOrEqualTo(leastCases);
    assertThat(worst).as("%s, largest error, at %s", what, where).isLessThan(limit);
  }
}
