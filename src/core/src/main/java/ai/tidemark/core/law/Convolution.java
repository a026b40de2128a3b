package ai.tidemark.core.law;

import java.math.BigInteger;

/**
 * The tail of a weighted sum of independent bits by adding bit after bit on the lattice, all terms
 * positive. Only the lattice points beyond the sum are kept: seen from the top for the upper tail
 * (there a bit that is zero takes its weight away), from the bottom for the lower.
 */
final class Convolution {
  private static final long MOST_STEPS = 1_000_000;
  private static final double RESCALE_ABOVE = 600; // e^600 is far from overflow

  private Convolution() {}

  /**
   * Returns ln P(X &gt;= k), or NaN when it would take more than a million steps.
   *
   * @param weights positive
   * @param n tuples, each with one bit of every weight
   * @param k strictly between 0 and {@code most}
   * @param most n times the sum of the weights
   */
  static double lnUpper(
      long[] weights, long n, BigInteger k, BigInteger most, long successes, long of) {
    boolean above =
        k.multiply(BigInteger.valueOf(of)).compareTo(most.multiply(BigInteger.valueOf(successes)))
            >= 0;
    BigInteger beyond = above ? most.subtract(k) : k.subtract(BigInteger.ONE);
    double steps = (beyond.doubleValue() + 1) * n * weights.length;
    if (steps > MOST_STEPS) {
      return Double.NaN;
    }
    return above
        ? lnWithin(weights, n, beyond.intValueExact(), of - successes, of)
        : 0.0 + lnRest(lnWithin(weights, n, beyond.intValueExact(), successes, of));
  }

  private static double lnRest(double lower) {
    return StrictMath.log1p(-StrictMath.exp(lower));
  }

  /** Returns ln P(X &lt;= most) where a bit counts with chance {@code counts} / of. */
  private static double lnWithin(long[] weights, long n, int most, long counts, long of) {
    double stays = (double) (of - counts) / of;
    double bits = (double) n * weights.length;
    double lnStays = BinomialTail.lnRatio(of - counts, of);
    // Probabilities where they cannot underflow, odds with a scale kept apart where they can.
    boolean plain = bits * lnStays > -RESCALE_ABOVE;
    double keep = plain ? stays : 1;
    double add = plain ? (double) counts / of : (double) counts / (of - counts);
    double growth = StrictMath.log1p(add);
    double grown = 0;
    double scale = plain ? 0 : bits * lnStays;
    double[] mass = new double[most + 1];
    mass[0] = 1;
    for (long weight : weights) {
      for (long i = 0; i < n; i++) {
        bit(mass, weight, keep, add);
        grown += plain ? 0 : growth;
        if (grown > RESCALE_ABOVE) {
          double sum = sum(mass);
          for (int j = 0; j <= most; j++) {
            mass[j] /= sum;
          }
          scale += StrictMath.log(sum);
          grown = 0;
        }
      }
    }
    return Math.min(0, scale + StrictMath.log(sum(mass)));
  }

  private static void bit(double[] mass, long weight, double keep, double add) {
    for (int i = mass.length - 1; i >= 0; i--) {
      mass[i] = mass[i] * keep + (i >= weight ? mass[i - (int) weight] * add : 0);
    }
  }

  private static double sum(double[] mass) {
    double sum = 0;
    for (double m : mass) {
      sum += m;
    }
    return sum;
  }
}
