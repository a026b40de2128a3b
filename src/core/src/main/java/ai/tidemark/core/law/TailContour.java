package ai.tidemark.core.law;

/**
 * The upper tail of a sum from its cumulant generating function K, to rounding error, in log space:
 * the inversion integral along the saddle line (Daniels 1954; Lugannani and Rice 1980 give its
 * first terms), by the trapezoid rule, which converges exponentially here (Trefethen and Weideman
 * 2014).
 *
 * <pre>
 * P(X &gt;= x) = e^(K(c) - c x) 1/(2 pi) integral of e^(K(c+iy) - K(c) - i y x) / (c + i y) dy
 * P(X &gt;= k) = the same over (-pi, pi) with 1 - e^-(c+iy) below the line, for integer X
 * </pre>
 *
 * For c below 0 both are -P(X &lt; x). With step 2 pi / M the rule gives the sum over all j of e^(c
 * j M) P(X &gt;= x + j M): what is too much is, relative to the value, the chance that the tilted
 * law strays by M - 44/c from x, plus e^-44. M is taken from Bernstein's inequality such that this
 * chance is e^-44 too. For a sum on the integers M need not exceed its support: then the sum over x
 * is ended with the support, (1 - e^-(t L)) / (1 - e^-t) for L integers from k on.
 *
 * <p>Where the terms of a sum are few, its characteristic function falls slowly; then the line is
 * bent to the right into the parabola c + i y + kappa y^2, along which e^(-t x) falls like a Gauss
 * curve.
 */
final class TailContour {
  static final double CUT = 44;
  private static final double SPREAD = 9.4; // sqrt(2 * 44)
  private static final int MOST_NODES = 1 << 20;

  private TailContour() {}

  /**
   * Returns ln P(X &gt;= mean + d) of a continuous law.
   *
   * @param d distance from the mean, inside the support
   * @param bend kappa in units of the tilted law's jump; 0 for a straight line
   * @return natural logarithm, (-inf, 0]
   */
  static double lnUpper(Cumulants k, double d, double bend) {
    double c = Saddle.line(k, d);
    Cumulants.Tilted tilted = k.tilted(c);
    double jump = k.jump(c);
    double kappa = bend * jump;
    double toPole = 2 * Math.abs(c) / (1 + Math.sqrt(1 + 4 * kappa * Math.abs(c)));
    double period = SPREAD * Math.sqrt(k.curvature(c)) + CUT * jump + CUT / toPole;
    double step = 2 * Math.PI / period;
    double residual = k.slope(c) - d;
    double[] log = new double[2];
    double sum = 0.5 / c;
    for (int j = 1; ; j++) {
      double y = j * step;
      double lift = kappa * y * y;
      tilted.log(y, lift, log);
      double re = log[0] + residual * lift;
      if (re < -CUT) {
        break;
      }
      double im = log[1] + residual * y;
      sum += quotient(re, im, 1, -2 * kappa * y, c + lift, y);
      if (j == MOST_NODES) {
        throw new ArithmeticException("no convergence at d = " + d);
      }
    }
    return finish(k.centred(c) - c * d, 2 * sum / period, c);
  }

  /** Returns Re(e^(re + i im) (a + i b) / (u + i v)). */
  private static double quotient(double re, double im, double a, double b, double u, double v) {
    double cos = StrictMath.cos(im);
    double sin = StrictMath.sin(im);
    double real = cos * a - sin * b;
    double imaginary = sin * a + cos * b;
    return StrictMath.exp(re) * (real * u + imaginary * v) / (u * u + v * v);
  }

  /**
   * Returns ln P(X &gt;= k) of a law on the integers, k strictly inside its support.
   *
   * @param d k - mean
   * @param lattice where its characteristic function lives
   * @return natural logarithm, (-inf, 0]; NaN where it takes more evaluations than the lattice
   *     allows
   */
  static double lnUpper(Cumulants k, double d, Lattice lattice) {
    double c = Saddle.line(k, d);
    Cumulants.Tilted tilted = k.tilted(c);
    double deviation = Math.sqrt(k.curvature(c));
    double wide = SPREAD * deviation + 2.0 / 3 * CUT * k.jump(c) + CUT / Math.abs(c);
    double period = Math.min(Math.ceil(wide), lattice.support());
    double step = 2 * Math.PI / period;
    double cut = CUT + StrictMath.log1p(deviation);
    double residual = k.slope(c) - d;
    double miss = -StrictMath.expm1(-c); // 1 - e^-c
    double decay = StrictMath.exp(-c);
    // A period as long as the support aliases nothing once the sum over x ends with the support.
    boolean whole = period == lattice.support();
    double length = c > 0 ? lattice.support() - lattice.below() : -lattice.below();
    double left = whole ? StrictMath.exp(-c * length) : 0;
    double[] log = new double[2];
    double sum = 0.5 * (1 - left) / miss;
    int nodes = lattice.mostNodes(c);
    for (double j = 1; j <= period / 2; j++) {
      double y = j * step;
      tilted.log(y, 0, log);
      if (log[0] < -cut) {
        j += Math.floor(lattice.quietBeyond(c, y, cut) / step);
      } else {
        double half = StrictMath.sin(y / 2);
        double u = miss + decay * 2 * half * half;
        double a = 1 - left * StrictMath.cos(y * length);
        double b = left * StrictMath.sin(y * length);
        double v = decay * StrictMath.sin(y);
        double term = quotient(log[0], log[1] + residual * y, a, b, u, v);
        sum += 2 * j == period ? term / 2 : term;
      }
      if (--nodes < 0) {
        return Double.NaN;
      }
    }
    return finish(k.centred(c) - c * d, 2 * sum / period, c);
  }

  private static double finish(double front, double integral, double c) {
    if (c > 0) {
      return Math.min(-0x1p-1074, front + StrictMath.log(integral));
    }
    double lower = front + StrictMath.log(-integral);
    return 0.0 + StrictMath.log1p(-StrictMath.exp(lower));
  }

  /** Where the characteristic function of a sum on the integers is not negligible. */
  interface Lattice {
    /** Returns how many integers the support spans. */
    double support();

    /** Returns how many of them lie below k. */
    double below();

    /** Returns how far beyond y, at least 0, |phi| is surely below e^-cut. */
    double quietBeyond(double c, double y, double cut);

    /** Returns after how many evaluations to give up, at the tilt c. */
    int mostNodes(double c);
  }
}
