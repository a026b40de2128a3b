package ai.tidemark.core.law;

/**
 * Cumulants of a weighted sum of independent bits with one chance p of being one. With v = w c, one
 * bit adds ln(q e^(-p v) + p e^(q v)), and its tilted chance is r = p e^v / (q + p e^v).
 */
final class BitSum implements Cumulants {
  private final long[] weights;
  private final double n;
  private final double p;
  private final double q;
  private final double widest;

  BitSum(long[] weights, long n, long successes, long of) {
    this.weights = weights;
    this.n = n;
    p = (double) successes / of;
    q = (double) (of - successes) / of;
    long most = 0;
    for (long weight : weights) {
      most = Math.max(most, weight);
    }
    widest = most;
  }

  @Override
  public double centred(double c) {
    double sum = 0;
    for (long w : weights) {
      double v = w * c;
      if (Math.abs(v) <= 4) {
        sum += StrictMath.log1p(q * Small.expRest(-p * v) + p * Small.expRest(q * v));
      } else if (v > 0) {
        sum += q * v + StrictMath.log(p + q * StrictMath.exp(-v));
      } else {
        sum += -p * v + StrictMath.log(q + p * StrictMath.exp(v));
      }
    }
    return n * sum;
  }

  @Override
  public double slope(double c) {
    double sum = 0;
    for (long w : weights) {
      sum += w * (p * q) * gain(w * c);
    }
    return n * sum;
  }

  /** Returns (r - p) / (p q) = (e^v - 1) / (q + p e^v). */
  private double gain(double v) {
    return v > 0
        ? -StrictMath.expm1(-v) / (p + q * StrictMath.exp(-v))
        : StrictMath.expm1(v) / (q + p * StrictMath.exp(v));
  }

  /** Returns r, or 1 - r when {@code one} is false; each accurate on its own. */
  private double chance(double v, boolean one) {
    double down = StrictMath.exp(-Math.abs(v));
    double ones = v > 0 ? p : p * down;
    double zeros = v > 0 ? q * down : q;
    return (one ? ones : zeros) / (ones + zeros);
  }

  @Override
  public double curvature(double c) {
    double sum = 0;
    for (long w : weights) {
      sum += (double) w * w * chance(w * c, true) * chance(w * c, false);
    }
    return n * sum;
  }

  /** Returns the variance of each layer's tilted count of ones. */
  double[] variances(double c) {
    double[] variances = new double[weights.length];
    for (int i = 0; i < variances.length; i++) {
      double v = weights[i] * c;
      variances[i] = n * chance(v, true) * chance(v, false);
    }
    return variances;
  }

  @Override
  public double limit() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public double jump(double c) {
    return widest;
  }

  @Override
  public Tilted tilted(double c) {
    double[] ones = new double[weights.length];
    double[] zeros = new double[weights.length];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = chance(weights[i] * c, true);
      zeros[i] = chance(weights[i] * c, false);
    }
    return (y, _, out) -> {
      // The product of the bits' functions, less 1.
      double re = 0;
      double im = 0;
      for (int i = 0; i < ones.length; i++) {
        double r = ones[i];
        double s = zeros[i];
        double v = weights[i] * y;
        double sinR = StrictMath.sin(r * v / 2);
        double sinS = StrictMath.sin(s * v / 2);
        double a = -2 * (s * sinR * sinR + r * sinS * sinS);
        double b = s * Small.sinRest(r * v) - r * Small.sinRest(s * v);
        double next = re + a + (re * a - im * b);
        im = im + b + (re * b + im * a);
        re = next;
      }
      logOfOnePlus(re, im, n, out);
    };
  }

  /** Gives n ln(1 + re + i im). */
  static void logOfOnePlus(double re, double im, double n, double[] out) {
    double square = 2 * re + re * re + im * im;
    out[0] = n * 0.5 * StrictMath.log1p(Math.max(-1 + 0x1p-53, square));
    out[1] = n * StrictMath.atan2(im, 1 + re);
  }
}
