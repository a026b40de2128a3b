package ai.tidemark.core.law;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The upper tail of a sum of n independent (1 - a) E1 + a E2, E1 and E2 unit exponentials, in log
 * space: the score of text marked under two keys. The sum is Gamma(n, 1 - a) + Gamma(n, a) and has
 * mean n whatever a is.
 *
 * <p>Where few terms count it is the all-positive mixture of Gamma laws {@link DualMixture}
 * (Moschopoulos 1985), otherwise the inversion integral {@link TailContour}; the tests compare the
 * two where both can be had. a = 0 and 1 give Gamma(n, 1), a = 1/2 gives Gamma(2n, 1/2).
 */
public final class DualTail {
  private static final int UNIT_BITS = 32;
  private static final int BEND_BELOW = 24;
  private static final double BEND = 0.2;

  private DualTail() {}

  /**
   * Returns ln P(sum &gt;= S 2^-32).
   *
   * @param n terms, &gt;= 0; 0 gives 0
   * @param sum S, &gt;= 0
   * @param alpha a, in [0, 1]
   * @return natural logarithm, (-inf, 0]; 0 only where p rounds to 1
   */
  public static double lnUpper(long n, BigInteger sum, double alpha) {
    require(n, sum.signum() >= 0, sum, alpha);
    if (alpha == 0 || alpha == 1) {
      return GammaTail.lnQ(n, sum);
    }
    if (alpha == 0.5) {
      return GammaTail.lnQ(Math.multiplyExact(n, 2L), sum.shiftLeft(1));
    }
    if (n == 0 || sum.signum() == 0) {
      return 0;
    }
    BigInteger mean = BigInteger.valueOf(n).shiftLeft(UNIT_BITS);
    return Cells.lnUpper(
        sum, mean, n, s -> value(n, units(s), units(s.subtract(mean)), alpha, 1 - alpha));
  }

  /**
   * Returns ln P(sum &gt;= s) for a decimal, as exactly as it is given.
   *
   * @param n terms, &gt;= 0; 0 gives 0
   * @param s &gt;= 0
   * @param a in [0, 1]
   * @param b 1 - a; given apart because neither need be a double
   */
  public static double lnUpper(long n, BigDecimal s, double a, double b) {
    require(n, s.signum() >= 0, s, a);
    if (!(Math.abs(a + b - 1) < 1e-15)) {
      throw new IllegalArgumentException("need a + b = 1, but have " + a + ", " + b);
    }
    if (n == 0 || s.signum() == 0) {
      return 0;
    }
    if (a == 0 || b == 0) {
      return GammaTail.lnQ(n, s);
    }
    if (a == b) {
      return GammaTail.lnQ(Math.multiplyExact(n, 2L), s.multiply(BigDecimal.TWO));
    }
    return value(n, s.doubleValue(), s.subtract(BigDecimal.valueOf(n)).doubleValue(), a, b);
  }

  /**
   * Returns the Chernoff bound on ln p, 0 up to the mean.
   *
   * @param n terms, &gt;= 0
   * @param s &gt;= 0
   * @param a in [0, 1]
   * @param b 1 - a
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper(long, BigDecimal, double,
   *     double)}
   */
  public static double lnBound(long n, BigDecimal s, double a, double b) {
    require(n, s.signum() >= 0, s, a);
    double difference = s.subtract(BigDecimal.valueOf(n)).doubleValue();
    return n == 0 ? 0 : Saddle.bound(new Law(n, a, b), difference);
  }

  /**
   * Returns the Chernoff bound on ln p, 0 up to the mean.
   *
   * @param n terms, &gt;= 0
   * @param sum S, &gt;= 0, in units of 2^-32
   * @param alpha a, in [0, 1]
   * @return natural logarithm, (-inf, 0], never below {@link #lnUpper(long, BigInteger, double)}
   */
  public static double lnBound(long n, BigInteger sum, double alpha) {
    require(n, sum.signum() >= 0, sum, alpha);
    BigInteger difference = sum.subtract(BigInteger.valueOf(n).shiftLeft(UNIT_BITS));
    return n == 0 ? 0 : Saddle.bound(new Law(n, alpha, 1 - alpha), units(difference));
  }

  private static double units(BigInteger sum) {
    return sum.doubleValue() * 0x1p-32;
  }

  private static void require(long n, boolean sumIsInRange, Number sum, double alpha) {
    if (n < 0 || !sumIsInRange || !(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "need n >= 0, a sum >= 0 and alpha in [0, 1], but have "
              + n
              + ", "
              + sum.toString()
              + ", "
              + alpha);
    }
  }

  /** Returns ln p, difference = s - n exact, a + b = 1. */
  private static double value(long n, double s, double difference, double a, double b) {
    double small = Math.min(a, b);
    double large = Math.max(a, b);
    if (DualMixture.isShort(n, s, small, large)) {
      return DualMixture.lnUpper(n, s, small, large);
    }
    return contour(n, difference, small, large);
  }

  /** Returns the integral, whatever n; for the tests' comparison. */
  static double contour(long n, double difference, double small, double large) {
    double bend = n < BEND_BELOW ? BEND : 0;
    return TailContour.lnUpper(new Law(n, small, large), difference, bend);
  }

  /** Cumulants: n (-ln(1 - a t) - ln(1 - b t)). */
  private record Law(double n, double a, double b) implements Cumulants {
    @Override
    public double centred(double c) {
      return n * (Deviance.excess(-a * c) + Deviance.excess(-b * c));
    }

    @Override
    public double slope(double c) {
      return n * c * (a * a / (1 - a * c) + b * b / (1 - b * c));
    }

    @Override
    public double curvature(double c) {
      double ta = a / (1 - a * c);
      double tb = b / (1 - b * c);
      return n * (ta * ta + tb * tb);
    }

    @Override
    public double limit() {
      return 1 / Math.max(a, b);
    }

    @Override
    public double jump(double c) {
      return Math.max(a / (1 - a * c), b / (1 - b * c));
    }

    @Override
    public Tilted tilted(double c) {
      double ta = a / (1 - a * c);
      double tb = b / (1 - b * c);
      return (y, lift, out) -> {
        out[0] = n * (real(ta * y, ta * lift) + real(tb * y, tb * lift));
        out[1] = n * (imaginary(ta * y, ta * lift) + imaginary(tb * y, tb * lift));
      };
    }

    /** Returns the real part of -ln(1 - z) - z, z = lift + i y. */
    private static double real(double y, double lift) {
      return -0.5 * StrictMath.log1p(lift * (lift - 2) + y * y) - lift;
    }

    private static double imaginary(double y, double lift) {
      if (lift == 0) {
        return -Small.atanRest(y);
      }
      return StrictMath.atan2(y, 1 - lift) - y;
    }
  }
}
