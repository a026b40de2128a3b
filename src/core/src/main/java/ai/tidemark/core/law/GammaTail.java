package ai.tidemark.core.law;

import java.math.BigInteger;

/** Upper tail of the Gamma(n, 1) law in log space. */
public final class GammaTail {
  private GammaTail() {}

  /**
   * Returns ln Q(n, S 2^-32).
   *
   * @param n shape, &gt;= 0
   * @param sum S, &gt;= 0, in units of 2^-32
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnQ(long n, BigInteger sum) {
    return lnQ(n, sum.doubleValue() * 0x1p-32);
  }

  /**
   * Returns ln Q(n, s).
   *
   * @param n shape, &gt;= 0
   * @param s &gt;= 0
   * @return natural logarithm, (-inf, 0]
   */
  public static double lnQ(long n, double s) {
    if (n == 0 || s <= 0) {
      return 0;
    }
    double lnGamma = 0;
    for (long k = 2; k < n; k++) {
      lnGamma += StrictMath.log((double) k);
    }
    double front = -s + n * StrictMath.log(s) - lnGamma;
    if (s < n) {
      double term = 1.0 / n;
      double total = term;
      for (long k = n + 1; term > total * 1e-17; k++) {
        term *= s / k;
        total += term;
      }
      return StrictMath.log1p(-StrictMath.exp(front + StrictMath.log(total)));
    }
    double b = s + 1 - n;
    double c = 1e300;
    double d = 1 / b;
    double h = d;
    for (long i = 1; i < 1_000_000; i++) {
      double a = -i * (double) (i - n);
      b += 2;
      d = 1 / (a * d + b);
      c = b + a / c;
      double step = c * d;
      h *= step;
      if (Math.abs(step - 1) < 1e-16) {
        break;
      }
    }
    return front + StrictMath.log(h);
  }
}
