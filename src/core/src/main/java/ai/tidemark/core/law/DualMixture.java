package ai.tidemark.core.law;

/**
 * The exact upper tail of Gamma(n, a) + Gamma(n, b), a &lt; b, as a mixture of Gamma laws of the
 * smaller scale (Moschopoulos 1985): a Gamma(n, b) is a Gamma(n + K, a) whose K is negative
 * binomial, so
 *
 * <pre>
 * P(sum &gt;= s) = sum over k of w_k Q(2n + k, s/a),  w_k = C(n+k-1, k) (a/b)^n (1 - a/b)^k
 * Q(m + 1, x) = Q(m, x) + x^m e^-x / m!
 * </pre>
 *
 * All terms are positive; successive ratios of both factors fall, so what is left after a term is
 * at most a geometric series.
 */
final class DualMixture {
  private static final long FEW = 8;
  private static final double MOST_TERMS = 256;
  private static final double MOST_STEPS = 100_000_000;
  private static final double FAR = 16;
  private static final double LN_2_PI = 1.8378770664093453;
  private static final double BIG = 0x1p500;
  private static final double LN_BIG = 346.5735902799727;

  private DualMixture() {}

  /**
   * Returns whether the sum is short and starts near enough to its largest term to keep all digits:
   * the logarithm of the first is about 2n - s/a, and that of the weights' scale n ln(a/b).
   */
  static boolean isShort(long n, double s, double a, double b) {
    return n <= FEW && s >= n && n * (b - a) / a <= MOST_TERMS && s / a - 2.0 * n <= FAR;
  }

  /**
   * Returns ln P(sum &gt;= s).
   *
   * @param n at least 1
   * @param s at least n
   * @param a smaller scale, positive
   * @param b larger scale
   */
  static double lnUpper(long n, double s, double a, double b) {
    double x = s / a;
    double m = 2.0 * n;
    double lnFirst = GammaTail.lnUpper(m, x);
    double lnMass =
        -Deviance.of(m, x, x - m) - Deviance.remainder(m) - 0.5 * (LN_2_PI + StrictMath.log(m));
    double weight = 1; // w_k / w_0
    double tail = 1; // Q(2n + k, x) / Q(2n, x), as mass; both over BIG^scale
    double mass = StrictMath.exp(lnMass - lnFirst);
    double total = 1;
    int scale = 0;
    for (int k = 0; k < MOST_STEPS; k++) {
      double weightStep = (n + k) / (k + 1.0) * ((b - a) / b);
      double tailStep = 1 + mass / tail;
      weight *= weightStep;
      tail += mass;
      mass *= x / (m + k + 1);
      total += weight * tail;
      double ratio = weightStep * tailStep;
      if (ratio < 1 && weight * tail * ratio < total * 1e-18 * (1 - ratio)) {
        double lnWeight = n * StrictMath.log1p((a - b) / b);
        return Math.min(0, lnFirst + lnWeight + scale * LN_BIG + StrictMath.log(total));
      }
      if (total > BIG) {
        weight = down(weight);
        total = down(total);
        scale++;
      }
      if (tail > 0x1p400) {
        tail = down(tail);
        mass = down(mass);
        total = down(total);
        scale++;
      }
    }
    throw new ArithmeticException("no convergence at n = " + n + ", s = " + s);
  }

  private static double down(double value) {
    return value / BIG;
  }
}
