package ai.tidemark.core.law;

import java.math.BigInteger;

/**
 * The tail of a weighted sum of independent bits by adding bit after bit on the lattice, all terms
 * positive. Only the lattice points beyond the sum are kept: seen from the top for the upper tail
 * (there a bit that is zero takes its weight away), from the bottom for the lower.
 */
final class Convolution {
  private static final long MOST_STEPS = 12_000_000;
  private static final int MOST_BITS = 256; // every bit rounds once
  private static final double RESCALE_ABOVE = 600; // e^600 is far from overflow

  private Convolution() {}

  /**
   * Returns ln P(X &gt;= k), or NaN when it would take more than twelve million steps or 256 bits.
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
    if (steps > MOST_STEPS || (double) n * weights.length > MOST_BITS) {
      return Double.NaN;
    }
    return above
        ? lnWithin(weights, n, beyond.intValueExact(), of - successes, of)
        : 0.0 + lnRest(lnWithin(weights, n, beyond.intValueExact(), successes, of));
  }

  /**
   * Returns ln P(X &gt;= k) of a sum over layers of weight times a count, all counts of one law, or
   * NaN when it would take more than twelve million steps or could underflow.
   *
   * @param weights positive
   * @param law probabilities of the counts from 0 on
   * @param k strictly between 0 and the largest sum
   * @param isAbove whether k is not below the mean
   */
  static double lnUpper(long[] weights, double[] law, BigInteger k, boolean isAbove) {
    long total = 0;
    double least = 1;
    for (long weight : weights) {
      total += weight;
    }
    for (double p : law) {
      least = Math.min(least, p);
    }
    double most = (double) total * (law.length - 1);
    double kept = isAbove ? most - k.doubleValue() + 1 : k.doubleValue();
    boolean mayUnderflow = !(weights.length * StrictMath.log(least) > -RESCALE_ABOVE);
    if (kept * law.length * weights.length > MOST_STEPS || mayUnderflow) {
      return Double.NaN;
    }
    double[] mass = new double[(int) kept];
    mass[0] = 1;
    for (long weight : weights) {
      count(mass, weight, law, isAbove);
    }
    double ln = Math.min(0, StrictMath.log(sum(mass)));
    return isAbove ? ln : 0.0 + lnRest(ln);
  }

  /** Adds one layer; from the top, what its count is short of the largest is added. */
  private static void count(double[] mass, long weight, double[] law, boolean fromTop) {
    int largest = law.length - 1;
    for (int i = mass.length - 1; i >= 0; i--) {
      double sum = 0;
      for (int x = 0; x <= largest && x * weight <= i; x++) {
        sum += mass[i - (int) (x * weight)] * law[fromTop ? largest - x : x];
      }
      mass[i] = sum;
    }
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
