package ai.tidemark.core.law;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The upper tail Q(n, s) of the Gamma(n, 1) law in log space: the exact null probability that n
 * independent unit exponentials sum to at least s.
 *
 * <p><b>Value.</b> With D the deviance and st the Stirling remainder (Loader 2000),
 *
 * <pre>
 * s^n e^-s / n! = exp(-st(n) - D(n, s)) / sqrt(2 pi n)
 * Q = n s^n e^-s / n! * F,  F = 1/(s-n+1 + 1(n-1)/(s-n+3 + 2(n-2)/(s-n+5 + ...)))
 * </pre>
 *
 * F is Legendre's continued fraction (DLMF 8.9.2, contracted), all of whose terms are positive from
 * the mean on; it is used from three standard deviations on and for n up to 64, where it ends.
 * Nearer to the mean the same factor is an integral, {@link TailIntegral}. Left of the mean the
 * lower tail P has the same front factor times a power series (n up to 64) or an integral, and ln Q
 * = log1p(-P). Everything is made of the difference s - n, which is exact, so n = 10^12 loses
 * nothing.
 *
 * <p><b>Accuracy.</b> |error in ln p| below 1e-9 for n up to 10^12 and p down to 10^-5000 (the
 * tests reach about 1e-11); relative error about 1e-15 beyond.
 *
 * <p><b>Monotone.</b> Near n = 10^12 one unit of S moves ln p by less than its last bit, so
 * rounding alone would make it tremble. Therefore the value is computed at the ends of a cell of
 * 2^-36 of max(standard deviation, |s - n|), over which ln p falls at least a thousand times its
 * error, and is linear between them, off by less than 1e-15. Cells are halves of each other, so ln
 * p never rises with S.
 */
public final class GammaTail {
  private static final int UNIT_BITS = 32;
  private static final double UNIT = 0x1p-32;
  private static final int CELL_BITS = 36;
  private static final int SERIES_ENDS = 64;
  private static final double HALF_LN_2_PI = 0.9189385332046728;
  private static final int MOST_STEPS = 10_000;

  private GammaTail() {}

  /**
   * Returns ln Q(n, S 2^-32).
   *
   * @param n shape, &gt;= 0; n = 0 gives 0, whatever the sum
   * @param sum S, &gt;= 0, in units of 2^-32
   * @return natural logarithm, (-inf, 0]; 0 only for n = 0, S = 0, or where p rounds to 1
   */
  public static double lnQ(long n, BigInteger sum) {
    require(n, sum.signum() >= 0, sum);
    return monotone(n, sum, 0);
  }

  /**
   * Returns ln Q(n, s).
   *
   * @param n shape, &gt;= 0; n = 0 gives 0
   * @param s finite, &gt;= 0
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnQ(long n, double s) {
    require(n, s >= 0 && s < Double.POSITIVE_INFINITY, s);
    if (n == 1) {
      return 0.0 - s;
    }
    if (s < 0x1p20) {
      double units = s * 0x1p32; // exact, below 2^52
      double floor = StrictMath.floor(units);
      return monotone(n, BigInteger.valueOf((long) floor), units - floor);
    }
    BigDecimal units = new BigDecimal(s).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(32)));
    return monotone(n, units.toBigInteger(), 0);
  }

  /**
   * Returns ln Q(n, s) for a decimal, as exactly as it is given; without the guarantee of monotony
   * over steps finer than rounding.
   *
   * @param n shape, &gt;= 0; n = 0 gives 0
   * @param s &gt;= 0
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnQ(long n, BigDecimal s) {
    require(n, s.signum() >= 0, s);
    if (n == 0 || s.signum() == 0) {
      return 0;
    }
    double rounded = s.doubleValue();
    return n == 1
        ? -rounded
        : value((double) n, s.subtract(BigDecimal.valueOf(n)).doubleValue(), rounded);
  }

  /**
   * Returns the Chernoff bound ln p &lt;= -(s - n - n ln(s / n)), which anyone can check with a
   * pocket calculator; 0 up to the mean, where it says nothing.
   *
   * @param n shape, &gt;= 0
   * @param sum S, &gt;= 0, in units of 2^-32
   * @return natural logarithm, (-inf, 0], never below {@link #lnQ(long, BigInteger)}
   */
  public static double lnBound(long n, BigInteger sum) {
    require(n, sum.signum() >= 0, sum);
    BigInteger difference = sum.subtract(BigInteger.valueOf(n).shiftLeft(UNIT_BITS));
    if (n == 0 || difference.signum() <= 0) {
      return 0;
    }
    return -Deviance.of((double) n, sum.doubleValue() * UNIT, difference.doubleValue() * UNIT);
  }

  /**
   * Returns the Chernoff bound at a decimal.
   *
   * @param n shape, &gt;= 0
   * @param s &gt;= 0
   * @return natural logarithm, (-inf, 0], never below {@link #lnQ(long, BigDecimal)}
   */
  public static double lnBound(long n, BigDecimal s) {
    require(n, s.signum() >= 0, s);
    double difference = s.subtract(BigDecimal.valueOf(n)).doubleValue();
    return n == 0 || difference <= 0 ? 0 : -Deviance.of((double) n, s.doubleValue(), difference);
  }

  /**
   * Returns ln Q(shape, x) for a shape that need not be an integer; to 1e-12, without the guarantee
   * of monotony.
   *
   * @param shape at least 1
   * @param x finite
   * @return natural logarithm, (-inf, 0]; 0 for x &lt;= 0
   */
  public static double lnUpper(double shape, double x) {
    if (!(shape >= 1 && shape < Double.POSITIVE_INFINITY && Math.abs(x) < 1e300)) {
      throw new IllegalArgumentException(
          "need shape >= 1 and finite x, but have " + shape + ", " + x);
    }
    return x <= 0 ? 0 : value(shape, x - shape, x);
  }

  private static void require(long n, boolean sumIsInRange, Number sum) {
    if (n < 0 || !sumIsInRange) {
      throw new IllegalArgumentException(
          "need n >= 0 and a finite sum >= 0, but have " + n + ", " + sum);
    }
  }

  /** Returns ln Q at S + fraction units, linear between the ends of the cell that holds it. */
  private static double monotone(long n, BigInteger sum, double fraction) {
    if (n == 0 || (sum.signum() == 0 && fraction == 0)) {
      return 0;
    }
    if (n == 1) {
      return -sum.doubleValue() * UNIT;
    }
    BigInteger mean = BigInteger.valueOf(n).shiftLeft(UNIT_BITS);
    BigInteger difference = sum.subtract(mean);
    int deviationBits = UNIT_BITS + (Long.SIZE - Long.numberOfLeadingZeros(n)) / 2;
    int cellBits = Math.max(deviationBits, difference.bitLength()) - CELL_BITS;
    BigInteger low = difference;
    if (cellBits > 0) {
      low = difference.shiftRight(cellBits).shiftLeft(cellBits).max(mean.negate());
    }
    double lowValue = value(n, low, mean);
    double inside = difference.subtract(low).doubleValue() + fraction;
    if (inside == 0) {
      return lowValue;
    }
    BigInteger cell = BigInteger.ONE.shiftLeft(Math.max(cellBits, 0));
    double highValue = value(n, low.add(cell), mean);
    double part = inside / cell.doubleValue();
    return Math.max(highValue, lowValue + (highValue - lowValue) * part);
  }

  private static double value(long n, BigInteger difference, BigInteger mean) {
    double s = mean.add(difference).doubleValue() * UNIT;
    return s == 0 ? 0 : value((double) n, difference.doubleValue() * UNIT, s);
  }

  /** Returns ln Q(n, s) where difference = s - n is exact. */
  private static double value(double n, double difference, double s) {
    double front =
        0.5 * StrictMath.log(n)
            - HALF_LN_2_PI
            - Deviance.remainder(n)
            - Deviance.of(n, s, difference); // ln of n s^n e^-s / n!
    if (difference < 0) {
      double lnP =
          n <= SERIES_ENDS
              ? front + StrictMath.log(series(n, s) / n)
              : front - StrictMath.log(s) + TailIntegral.ln((-difference - 1) / s, n - 1, s, 0, 1);
      return 0.0 + StrictMath.log1p(-StrictMath.exp(lnP));
    }
    if (n <= SERIES_ENDS || difference * difference >= 9 * n) {
      return front - StrictMath.log(fraction(n, difference));
    }
    return front
        - StrictMath.log(s)
        + TailIntegral.ln((difference + 1) / s, 0, Double.POSITIVE_INFINITY, n - 1, s);
  }

  /** Returns 1 + s/(n+1) + s^2/((n+1)(n+2)) + ..., s &lt; n (DLMF 8.7.1). */
  private static double series(double n, double s) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= s / (n + k);
      sum += term;
    }
    return sum;
  }

  /** Returns 1/F of the class comment by the modified Lentz method. */
  private static double fraction(double n, double difference) {
    double b = difference + 1;
    double f = b;
    double c = b;
    double d = 0;
    for (int i = 1; i < MOST_STEPS; i++) {
      double a = i * (n - i);
      b += 2;
      d = 1 / (b + a * d);
      c = b + a / c;
      double step = c * d;
      f *= step;
      if (Math.abs(step - 1) < 1e-16) {
        return f;
      }
    }
    throw new ArithmeticException("no convergence at n = " + n + ", s - n = " + difference);
  }
}
