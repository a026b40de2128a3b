package ai.tidemark.scan.acceptance;

import java.util.Arrays;
import java.util.Locale;

/** Figures and how they are printed. */
final class Acceptance {
  private Acceptance() {}

  /** Kolmogorov's distance of p-values from the uniform law. */
  static double ks(double[] p) {
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      distance = Math.max(distance, (i + 1.0) / sorted.length - sorted[i]);
      distance = Math.max(distance, sorted[i] - (double) i / sorted.length);
    }
    return distance;
  }

  /** The distance that n uniform p-values exceed with probability 1 %; .0052 for 10^5. */
  static double ksOnePercent(int n) {
    return 1.628 / Math.sqrt(n);
  }

  /** The distance that n uniform p-values exceed with probability .001. */
  static double ksOnePerMille(int n) {
    return 1.950 / Math.sqrt(n);
  }

  static double sd(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  static double shareAtMost(double[] p, double alpha) {
    return (double) Arrays.stream(p).filter(v -> v <= alpha).count() / p.length;
  }

  /**
   * Prints a figure and returns it.
   *
   * @param number of the test in section 8.4
   * @param mutation what would break it
   */
  static double got(String number, String what, double figure, String must, String mutation) {
    System.out.printf(
        Locale.ROOT,
        "acceptance 8.4.%s %s: got %.5g, must be %s; catches: %s%n",
        number,
        what,
        figure,
        must,
        mutation);
    return figure;
  }
}
