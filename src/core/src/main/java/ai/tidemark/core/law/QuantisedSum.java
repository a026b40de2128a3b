package ai.tidemark.core.law;

/**
 * Cumulants of a sum of n independent -ln(1 - u), u uniform on levels (first + j step) / of. With a
 * = (1 - largest u) of / step, B = a + levels - 1/2, b = B step / of and Hurwitz' zeta function,
 *
 * <pre>
 * E e^(t X) = (B / levels) b^-t / (1 - t) (1 + delta(t))
 * delta(t) = (1 - t) (B^(t-1) zeta(t, a) + t / (24 B^2) - 7 t (t+1) (t+2) / (5760 B^4) + ...)
 * </pre>
 *
 * (Euler and Maclaurin's formula at the midpoint beyond the last level). So everything is that of
 * the exponential law plus corrections of order 1 / levels, whose rounding errors are as much
 * smaller. Good for real parts of t up to {@link #HIGHEST} and not below {@link #LOWEST}.
 */
final class QuantisedSum implements Cumulants {
  /** The largest tilt: nearer to 1 single levels show through. */
  static final double HIGHEST = 0.75;

  /** The lowest tilt. */
  static final double LOWEST = -12;

  // Bernoulli numbers B_2k / (2k)!
  private static final double[] BERNOULLI = {
    1.0 / 12,
    -1.0 / 720,
    1.0 / 30240,
    -1.0 / 1209600,
    1.0 / 47900160,
    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0,
    -3617.0 / 10670622842880000.0
  };
  private static final double TINY = 0x1p-100;
  private static final double NEAR = 1e-4;

  private final double n;
  private final double a;
  private final double top; // B
  private final double lnTop;
  private final double lnScale; // ln b
  private final double start; // ln(1 + delta(0))
  private final double startSlope;

  QuantisedSum(long n, long levels, long first, long step, long of) {
    this.n = n;
    double left = (double) of - first - (levels - 1.0) * step;
    a = left / step;
    top = a + (levels - 0.5);
    lnTop = StrictMath.log(top);
    lnScale = StrictMath.log1p((0.5 * step - first) / of);
    start = ln(0, 0)[0];
    startSlope = lnSlope(0);
  }

  /** Returns the mean of one term less 1. */
  double excessMean() {
    return startSlope - lnScale;
  }

  /** Returns ln(1 + delta(c + i y)). */
  private double[] ln(double c, double y) {
    double[] zeta = zeta(c, y);
    // times B^(t - 1)
    double size = StrictMath.exp((c - 1) * lnTop);
    double cos = size * StrictMath.cos(y * lnTop);
    double sin = size * StrictMath.sin(y * lnTop);
    double re = zeta[0] * cos - zeta[1] * sin;
    double im = zeta[0] * sin + zeta[1] * cos;
    re += c / (24 * top * top);
    im += y / (24 * top * top);
    double quartic = 7 / (5760 * top * top * top * top);
    // t (t + 1) (t + 2) = t^3 + 3 t^2 + 2 t
    re -= quartic * (c * c * c - 3 * c * y * y + 3 * (c * c - y * y) + 2 * c);
    im -= quartic * (3 * c * c * y - y * y * y + 6 * c * y + 2 * y);
    double[] out = new double[2];
    // times 1 - t
    BitSum.logOfOnePlus((1 - c) * re + y * im, (1 - c) * im - y * re, 1, out);
    return out;
  }

  /**
   * Returns d/dc ln(1 + delta(c)), from an imaginary step too small to round (Squire, Trapp 1998).
   */
  private double lnSlope(double c) {
    return ln(c, TINY)[1] / TINY;
  }

  /** Returns zeta(c + i y, a) by Euler and Maclaurin's formula (DLMF 25.11.28). */
  private double[] zeta(double c, double y) {
    int terms = 10 + (int) (Math.abs(c) + Math.abs(y));
    double re = 0;
    double im = 0;
    for (int m = 0; m < terms; m++) {
      double ln = StrictMath.log(a + m);
      double size = StrictMath.exp(-c * ln);
      re += size * StrictMath.cos(y * ln);
      im -= size * StrictMath.sin(y * ln);
    }
    double from = a + terms;
    double ln = StrictMath.log(from);
    double size = StrictMath.exp(-c * ln);
    double powerRe = size * StrictMath.cos(y * ln); // from^-t
    double powerIm = -size * StrictMath.sin(y * ln);
    // from / (t - 1) + 1/2 + sum of b_k t (t+1) ... (t+2k-2) from^(1-2k)
    double square = (c - 1) * (c - 1) + y * y;
    double restRe = from * (c - 1) / square + 0.5;
    double restIm = -from * y / square;
    double risingRe = c / from;
    double risingIm = y / from;
    for (int k = 0; k < BERNOULLI.length; k++) {
      restRe += BERNOULLI[k] * risingRe;
      restIm += BERNOULLI[k] * risingIm;
      for (int i = 1; i <= 2; i++) {
        double next = (risingRe * (c + 2 * k + i) - risingIm * y) / from;
        risingIm = (risingIm * (c + 2 * k + i) + risingRe * y) / from;
        risingRe = next;
      }
    }
    re += powerRe * restRe - powerIm * restIm;
    im += powerRe * restIm + powerIm * restRe;
    return new double[] {re, im};
  }

  @Override
  public double centred(double c) {
    return n * (Deviance.excess(-c) + (ln(c, 0)[0] - start - c * startSlope));
  }

  @Override
  public double slope(double c) {
    return n * (c / (1 - c) + (lnSlope(c) - startSlope));
  }

  @Override
  public double curvature(double c) {
    double scale = 1 / (1 - c);
    double correction = (lnSlope(c + NEAR) - lnSlope(c - NEAR)) / (2 * NEAR);
    return n * (scale * scale + correction);
  }

  @Override
  public double limit() {
    return 1;
  }

  @Override
  public double jump(double c) {
    return 1 / (1 - c);
  }

  @Override
  public Tilted tilted(double c) {
    double scale = 1 / (1 - c);
    double real = ln(c, 0)[0];
    double slope = lnSlope(c);
    return (y, _, out) -> {
      double[] ln = ln(c, y);
      double v = scale * y;
      out[0] = n * (-0.5 * StrictMath.log1p(v * v) + (ln[0] - real));
      out[1] = n * ((ln[1] - y * slope) - Small.atanRest(v));
    };
  }
}
