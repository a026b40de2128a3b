package ai.tidemark.core.law;

/**
 * The integral that is left of an incomplete gamma or beta function once its largest factor is
 * taken out in front:
 *
 * <pre>
 * I = integral over t in [0, x) of (1 - t/x)^a e^(a t/x) (1 + t/y)^b e^(-b t/y) e^(-slope t)
 *   = integral of exp(-E(t)),  E(t) = slope t + a h(-t/x) + b h(t/y),  h(e) = e - ln(1 + e)
 * </pre>
 *
 * The integrand is entire, log-concave and falls from 1, so 40 Gauss-Legendre nodes on the stretch
 * where it is above e^-40 give it to rounding error, however large a and b are and however close
 * the slope is to 0. That is exactly where continued fractions need O(sqrt n) steps. The golden
 * values of the tests hold it to 1e-14.
 */
final class TailIntegral {
  private static final int NODES = 40;
  private static final double CUT = 40;
  private static final double[] AT = new double[NODES]; // in (0, 1)
  private static final double[] WEIGHT = new double[NODES]; // sum 1

  static {
    for (int i = 0; i < NODES; i++) {
      legendreNode(i);
    }
  }

  private TailIntegral() {}

  /**
   * Returns ln I.
   *
   * @param slope the linear part of E; may be slightly negative
   * @param a power of the falling factor, at least 0
   * @param x where the falling factor and the integral end, positive; infinite leaves it out
   * @param b power of the rising factor, at least 0; 0 leaves it out
   * @param y positive
   */
  static double ln(double slope, double a, double x, double b, double y) {
    double end = end(slope, a, x, b, y);
    double sum = 0;
    for (int i = 0; i < NODES; i++) {
      sum += WEIGHT[i] * StrictMath.exp(-exponent(end * AT[i], slope, a, x, b, y));
    }
    return StrictMath.log(end) + StrictMath.log(sum);
  }

  private static double exponent(double t, double slope, double a, double x, double b, double y) {
    double e = slope * t;
    if (x < Double.POSITIVE_INFINITY) {
      e += a * Deviance.excess(-t / x);
    }
    if (b != 0) {
      e += b * Deviance.excess(t / y);
    }
    return e;
  }

  /**
   * Returns where E has passed {@link #CUT}, at most x. The start solves E with both h replaced by
   * e^2/2, which is too small for h(-e) and too large for h(e); in the second case E is short of
   * the cut there and, being convex, a Newton step passes it.
   */
  private static double end(double slope, double a, double x, double b, double y) {
    double curvature = a / x / x + b / y / y;
    double t = 2 * CUT / (slope + StrictMath.sqrt(slope * slope + 2 * CUT * curvature));
    while (t < x) {
      double missing = CUT - exponent(t, slope, a, x, b, y);
      if (missing <= CUT * 1e-3) {
        return t;
      }
      double rise = slope + a / x * t / (x - t) + b / y * t / (y + t);
      t += missing / rise;
    }
    return x;
  }

  /** Newton's iteration on the Legendre polynomial (Abramowitz and Stegun 25.4.29). */
  private static void legendreNode(int i) {
    double z = StrictMath.cos(StrictMath.PI * (i + 0.75) / (NODES + 0.5));
    double slope = 1;
    for (int round = 0; round < 8; round++) {
      double last = 1;
      double now = z;
      for (int k = 2; k <= NODES; k++) {
        double next = ((2 * k - 1) * z * now - (k - 1) * last) / k;
        last = now;
        now = next;
      }
      slope = NODES * (z * now - last) / (z * z - 1);
      z -= now / slope;
    }
    AT[i] = (1 - z) / 2;
    WEIGHT[i] = 1 / ((1 - z * z) * slope * slope);
  }
}
