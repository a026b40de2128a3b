package ai.tidemark.core.law;

import java.math.BigInteger;
import java.util.List;

/**
 * The upper tail of a weighted sum of independent bits, in log space: n tuples, each with one bit
 * per layer, bit l worth weights[l], all with the same chance of being one. SynthID's weighted mean
 * (Dathathri et al. 2024).
 *
 * <p>On the weights' common lattice the sum is an integer. Where few lattice points lie beyond it,
 * or few bits are summed, the value is an exact {@link Convolution}, where few weights differ an
 * exact {@link Enumeration}; otherwise it is the inversion integral {@link TailContour}, right to
 * rounding error. The tests compare the two where both can be had. Equal weights give the binomial
 * law, {@link BinomialTail}.
 */
public final class WeightedTail {
  private static final int HALF_TERMS = 62; // bits of a sum of weights that a long can hold

  private WeightedTail() {}

  /**
   * Returns ln P(X &gt;= sum).
   *
   * @param weights of the layers, positive
   * @param n tuples, &gt;= 0
   * @param sum at most n times the sum of the weights; 0 and below gives 0
   * @param successes numerator of the chance that a bit is one
   * @param of its denominator, above the numerator
   * @return natural logarithm, (-inf, 0]; 0 only where p rounds to 1
   */
  public static double lnUpper(
      List<Long> weights, long n, BigInteger sum, long successes, long of) {
    Reduced it = Reduced.of(weights, n, sum, successes, of);
    if (it.k.signum() <= 0) {
      return 0;
    }
    long bits = Math.multiplyExact(n, (long) it.weights.length);
    if (it.isBinomial()) {
      return BinomialTail.lnUpper(bits, it.k.longValueExact(), successes, of);
    }
    if (it.k.equals(it.most)) {
      return bits * BinomialTail.lnRatio(successes, of);
    }
    double exact = Convolution.lnUpper(it.weights, n, it.k, it.most, successes, of);
    if (Double.isNaN(exact)) {
      exact = Enumeration.lnUpper(it.weights, n, it.k, it.most, successes, of);
    }
    return Double.isNaN(exact) ? contour(it, successes, of) : exact;
  }

  /**
   * Returns the Chernoff bound on {@link #lnUpper}.
   *
   * @return natural logarithm, (-inf, 0], never below the exact value
   */
  public static double lnBound(
      List<Long> weights, long n, BigInteger sum, long successes, long of) {
    Reduced it = Reduced.of(weights, n, sum, successes, of);
    double d = it.difference(successes, of);
    if (it.k.signum() <= 0 || d <= 0) {
      return 0;
    }
    if (it.k.equals(it.most)) {
      return Math.multiplyExact(n, (long) it.weights.length) * BinomialTail.lnRatio(successes, of);
    }
    return Saddle.bound(new BitSum(it.weights, n, successes, of), d);
  }

  /** Returns the integral, whatever the size of the sum; for the tests' comparison. */
  static double contour(List<Long> weights, long n, BigInteger sum, long successes, long of) {
    return contour(Reduced.of(weights, n, sum, successes, of), successes, of);
  }

  private static double contour(Reduced it, long successes, long of) {
    BitSum bits = new BitSum(it.weights, it.n, successes, of);
    Waves waves =
        new Waves(it.weights, bits::variances, it.most.doubleValue() + 1, it.k.doubleValue());
    return waves.lnUpper(bits, it.difference(successes, of));
  }

  /** Returns the greatest common divisor. */
  static BigInteger lattice(List<Long> weights) {
    BigInteger step = BigInteger.ZERO;
    for (long weight : weights) {
      if (weight < 1) {
        throw new IllegalArgumentException("weights must be positive, but one is " + weight);
      }
      step = step.gcd(BigInteger.valueOf(weight));
    }
    if (step.signum() == 0) {
      throw new IllegalArgumentException("need at least one weight");
    }
    return step;
  }

  /** Returns sum / step, rounded up; 0 for sums below 0. */
  static BigInteger upTo(BigInteger sum, BigInteger step) {
    return sum.max(BigInteger.ZERO).add(step).subtract(BigInteger.ONE).divide(step);
  }

  /** The sum on the lattice of its weights. */
  private static final class Reduced {
    private final long[] weights;
    private final long n;
    private final BigInteger k;
    private final BigInteger most;
    private final BigInteger total;

    Reduced(long[] weights, long n, BigInteger k, BigInteger most, BigInteger total) {
      this.weights = weights;
      this.n = n;
      this.k = k;
      this.most = most;
      this.total = total;
    }

    static Reduced of(List<Long> weights, long n, BigInteger sum, long successes, long of) {
      if (n < 0 || successes < 1 || successes >= of) {
        throw new IllegalArgumentException(
            "need n >= 0 and 0 < successes < of, but have n " + n + ", " + successes + "/" + of);
      }
      BigInteger step = lattice(weights);
      long[] reduced = new long[weights.size()];
      BigInteger total = BigInteger.ZERO;
      for (int i = 0; i < reduced.length; i++) {
        reduced[i] = weights.get(i) / step.longValueExact();
        total = total.add(BigInteger.valueOf(reduced[i]));
      }
      BigInteger most = total.multiply(BigInteger.valueOf(n));
      BigInteger k = upTo(sum, step);
      if (k.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            "the sum must be at most n times the sum of the weights, "
                + most.multiply(step)
                + ", but is "
                + sum);
      }
      if (total.bitLength() > HALF_TERMS) {
        throw new IllegalArgumentException("the weights sum to more than 2^62 lattice steps");
      }
      return new Reduced(reduced, n, k, most, total);
    }

    boolean isBinomial() {
      return total.equals(BigInteger.valueOf(weights.length));
    }

    /** Returns k - mean, rounded once. */
    double difference(long successes, long of) {
      BigInteger scaled =
          k.multiply(BigInteger.valueOf(of)).subtract(most.multiply(BigInteger.valueOf(successes)));
      return scaled.doubleValue() / of;
    }
  }
}
