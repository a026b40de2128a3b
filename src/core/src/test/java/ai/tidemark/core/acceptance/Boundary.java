package ai.tidemark.core.acceptance;

import java.math.BigInteger;

/**
 * The smallest sum at each look that reaches a goal, for evidence that rises with the sum: with it
 * a stream is followed at the cost of one comparison a look. Sums in counts, or in nats.
 */
final class Boundary {
  /** Evidence of (n, S) as a logarithm. */
  interface LnEvidence {
    double of(long n, BigInteger sum);
  }

  private final double[] critical;
  private final int every;

  private Boundary(double[] critical, int every) {
    this.critical = critical;
    critical[0] = Double.POSITIVE_INFINITY; // nothing is seen of no tuple
    this.every = every;
  }

  /** A boundary for counts of at most one a tuple, looked at each {@code every} tuples. */
  static Boundary counts(LnEvidence evidence, int looks, int every, double lnGoal) {
    double[] critical = new double[looks + 1];
    long last = 0;
    for (int look = 1; look <= looks; look++) {
      long n = (long) look * every;
      long low = last - 1; // the boundary rises with n
      long high = n + 1;
      while (high - low > 1) {
        long middle = (low + high) >> 1;
        if (evidence.of(n, BigInteger.valueOf(middle)) >= lnGoal) {
          high = middle;
        } else {
          low = middle;
        }
      }
      last = Math.max(0, high);
      critical[look] = (double) high;
    }
    return new Boundary(critical, every);
  }

  /** A boundary for sums of scores in nats. */
  static Boundary nats(LnEvidence evidence, int looks, int every, double lnGoal) {
    double[] critical = new double[looks + 1];
    for (int look = 1; look <= looks; look++) {
      long n = (long) look * every;
      double low = 0;
      double high = 30.0 * n + 100;
      while (high - low > 1e-9 * high) {
        double middle = (low + high) / 2;
        if (evidence.of(n, Draws.units(middle)) >= lnGoal) {
          high = middle;
        } else {
          low = middle;
        }
      }
      critical[look] = high;
    }
    return new Boundary(critical, every);
  }

  /** Returns whether the sum of n tuples reaches the goal; false where n is not looked at. */
  boolean reached(long n, double sum) {
    return n % every == 0 && n / every < critical.length && sum >= critical[(int) (n / every)];
  }

  /** Returns the last n looked at. */
  long last() {
    return (long) (critical.length - 1) * every;
  }
}
