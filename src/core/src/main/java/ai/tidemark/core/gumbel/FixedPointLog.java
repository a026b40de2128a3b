package ai.tidemark.core.gumbel;

import java.math.BigInteger;

/** Natural logarithms in fixed point, with a stated error, for {@link Score#exact}. */
final class FixedPointLog {
  /**
   * Bound on the error of {@link #minusLn}, in units of 2^-bits. In a series every term is off by
   * less than 4 units (truncation of the square, the power and the quotient, each below 1), there
   * are fewer than precision / 3 terms since the argument's square is at most 1/9, the sum is
   * doubled, and ln 2 is multiplied by at most 65: at 512 + 24 bits less than 2 * 4 * 179 * 66
   * units of 2^-(bits + 24), which is below 0.01; the last shift truncates by less than 1.
   */
  static final BigInteger ERROR = BigInteger.TWO;

  private static final int GUARD = 24;
  private static final int MOST_BITS = 512;

  private FixedPointLog() {}

  /**
   * Returns -ln(r / 2^exponent) * 2^bits, within {@link #ERROR}.
   *
   * @param r positive, at most 2^exponent
   * @param exponent at most 65
   * @param bits fraction bits, at most 512
   */
  static BigInteger minusLn(BigInteger r, int exponent, int bits) {
    if (bits > MOST_BITS) {
      // ln of a 65-bit rational would have to agree with a multiple of 2^-32 to 480 bits.
      throw new ArithmeticException("undecided at " + MOST_BITS + " bits");
    }
    int precision = bits + GUARD;
    int shift = r.bitLength() - 1; // r = m * 2^shift with 1 <= m < 2
    BigInteger one = BigInteger.ONE.shiftLeft(precision);
    BigInteger m = r.shiftLeft(precision - shift); // exact: precision > 65 >= shift
    BigInteger lnM = twiceArtanh(m.subtract(one), m.add(one), precision);
    BigInteger ln2 = twiceArtanh(BigInteger.ONE, BigInteger.valueOf(3), precision);
    BigInteger value = ln2.multiply(BigInteger.valueOf(exponent - shift)).subtract(lnM);
    return value.shiftRight(GUARD);
  }

  /** Returns 2 artanh(a / b) * 2^precision by its power series; 0 &lt;= a / b &lt;= 1/3. */
  private static BigInteger twiceArtanh(BigInteger a, BigInteger b, int precision) {
    BigInteger z = a.shiftLeft(precision).divide(b);
    BigInteger square = z.multiply(z).shiftRight(precision);
    BigInteger sum = BigInteger.ZERO;
    BigInteger power = z;
    for (int k = 1; power.signum() != 0; k += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(k)));
      power = power.multiply(square).shiftRight(precision);
    }
    return sum.shiftLeft(1);
  }
}
