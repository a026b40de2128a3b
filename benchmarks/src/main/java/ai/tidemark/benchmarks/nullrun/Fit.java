package ai.tidemark.benchmarks.nullrun;

import ai.tidemark.benchmarks.nullrun.Contender.Count;
import ai.tidemark.core.law.NullLaw;
import java.math.BigInteger;
import java.util.Arrays;

/** How well values fit the law they should have. */
final class Fit {
  private Fit() {}

  /** Returns (S - mean) / sd. */
  static double z(NullLaw law, Count count) {
    return (count.sum() - law.mean(count.n())) / Math.sqrt(law.variance(count.n()));
  }

  /**
   * Returns the exact p with ties broken by a uniform: P(X &gt; s) + u P(X = s), uniform on [0, 1)
   * under the null whatever the lattice of X.
   */
  static double randomisedP(NullLaw law, Count count, double u) {
    double atLeast = Math.exp(lnP(law, count));
    double above =
        count.sum() >= law.most(count.n())
            ? 0
            : Math.exp(law.lnP(count.n(), BigInteger.valueOf(count.sum() + 1)));
    return above + u * (atLeast - above);
  }

  /** Returns ln p, the exact probability of a sum this large. */
  static double lnP(NullLaw law, Count count) {
    return law.lnP(count.n(), BigInteger.valueOf(count.sum()));
  }

  /** Returns the mean. */
  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Returns the standard deviation about the mean, with n - 1. */
  static double sd(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /** Returns the largest distance between the values' distribution and the uniform one. */
  static double distance(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double above = (i + 1.0) / sorted.length - sorted[i];
      double below = sorted[i] - (double) i / sorted.length;
      distance = Math.max(distance, Math.max(above, below));
    }
    return distance;
  }

  /**
   * Returns the probability of a distance this large under uniformity (Kolmogorov 1933, with
   * Stephens' 1970 correction for finite n).
   */
  static double distanceP(double distance, int n) {
    double root = Math.sqrt(n);
    double x = distance * (root + 0.12 + 0.11 / root);
    if (x < 0.2) {
      return 1;
    }
    double p = 0;
    for (int k = 1; k <= 100; k++) {
      p += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
    }
    return Math.clamp(p, 0, 1);
  }
}
