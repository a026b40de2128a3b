package ai.tidemark.core.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A figure of an acceptance test beside the one it must reach. Each is printed in one line:
 *
 * <pre>acceptance 8.4.6 binomial e-process: got 0.0076, must be &lt;= 0.012</pre>
 *
 * @param what number of the list and name
 * @param got measured
 * @param least smallest value that passes
 * @param most largest value that passes
 */
record Figure(String what, double got, double least, double most) {
  static Figure atMost(String what, double got, double limit) {
    return new Figure(what, got, Double.NEGATIVE_INFINITY, limit);
  }

  static Figure atLeast(String what, double got, double limit) {
    return new Figure(what, got, limit, Double.POSITIVE_INFINITY);
  }

  static Figure between(String what, double got, double least, double most) {
    return new Figure(what, got, least, most);
  }

  boolean holds() {
    return got >= least && got <= most;
  }

  /** Prints the line and fails unless the figure holds. */
  void mustHold() {
    System.out.println(line(""));
    assertThat(holds()).as("%s", this).isTrue();
  }

  /** Prints the line and fails if the figure holds: the code that made it has a planted defect. */
  void mustFail(String defect) {
    System.out.println(line(" (mutant, must fail: " + defect + ")"));
    assertThat(holds()).as("%s, mutant %s", this, defect).isFalse();
  }

  private String line(String note) {
    return "acceptance " + what + note + ": got " + number(got) + ", must be " + range();
  }

  private String range() {
    if (least == Double.NEGATIVE_INFINITY) {
      return "<= " + number(most);
    }
    return most == Double.POSITIVE_INFINITY
        ? ">= " + number(least)
        : "in [" + number(least) + ", " + number(most) + "]";
  }

  private static String number(double x) {
    return Double.toString(StrictMath.rint(x * 1e6) / 1e6);
  }
}
