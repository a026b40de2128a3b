package ai.tidemark.core.law;

import java.math.BigInteger;
import java.util.function.ToDoubleFunction;

/**
 * Keeps a computed tail from trembling. Near n = 10^12 one unit of the sum moves ln p by less than
 * its last bit, so that rounding alone could make it rise. Therefore it is computed at the ends of
 * a cell of 2^-36 of max(standard deviation, |distance from the mean|), over which ln p falls at
 * least a thousand times its error, and is linear between them, off by less than 1e-15. Cells are
 * halves of each other, so ln p never rises with the sum.
 */
final class Cells {
  private static final int UNIT_BITS = 32;
  private static final int CELL_BITS = 36;

  private Cells() {}

  /**
   * Returns ln p at a sum in units of 2^-32.
   *
   * @param sum at least 0
   * @param mean of the sum, in the same units
   * @param n terms; the standard deviation is within a small factor of sqrt(n)
   * @param lnUpper ln p at a positive sum, itself right to rounding
   */
  static double lnUpper(
      BigInteger sum, BigInteger mean, long n, ToDoubleFunction<BigInteger> lnUpper) {
    BigInteger difference = sum.subtract(mean);
    int deviationBits = UNIT_BITS + (Long.SIZE - Long.numberOfLeadingZeros(n)) / 2;
    int cellBits = Math.max(deviationBits, difference.bitLength()) - CELL_BITS;
    if (cellBits <= 0) {
      return lnUpper.applyAsDouble(sum);
    }
    BigInteger low = difference.shiftRight(cellBits).shiftLeft(cellBits).add(mean);
    low = low.max(BigInteger.ZERO);
    BigInteger cell = BigInteger.ONE.shiftLeft(cellBits);
    double lowValue = low.signum() == 0 ? 0 : lnUpper.applyAsDouble(low);
    if (low.equals(sum)) {
      return lowValue;
    }
    double highValue = lnUpper.applyAsDouble(low.add(cell));
    double part = sum.subtract(low).doubleValue() / cell.doubleValue();
    return Math.max(highValue, lowValue + (highValue - lowValue) * part);
  }
}
