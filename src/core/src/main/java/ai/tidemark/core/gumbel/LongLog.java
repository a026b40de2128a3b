package ai.tidemark.core.gumbel;

import java.math.BigInteger;

/**
 * Scores in 64-bit integers, where a double is too coarse: all but one word in some 490,000 are
 * decided.
 *
 * <p>1 - u = m 2^-(z+1) with z the leading zeros of R = 2^64 - 1 - w and m in [1, 2) in units of
 * 2^-63; where z = 0 the half beyond R does not fit and is dropped, at most 2^-64 of m. A table of
 * 128 gives c = C 2^-9 near 1 / m and -ln c, so that r = m c - 1 is small (|r| &lt; 2^-7) and
 *
 * <p>-ln(1 - u) = (z + 1) ln 2 + ln c - ln(1 + r),
 *
 * <p>the last by eight terms of its series. Errors, in units of 2^-57: r is cut to 2^-64, its
 * series ends at 2^-63 / 9 and is cut nine times to 2^-62, all but the last two of them shrunk by
 * r: together below 1/4; cutting the logarithm to 2^-57 below 1; ln c rounded, 1/2; ln 2 rounded,
 * at most 64 times 1/2. The sum is below {@link #ERROR} = 34 units.
 */
final class LongLog {
  /** Bound of the error of {@link #minusLn}, in units of 2^-57. */
  static final long ERROR = 34;

  private static final int FRACTION_BITS = 57;
  private static final int SCORE_BITS = FRACTION_BITS - 32;
  private static final int SERIES_BITS = 62;
  private static final int TERMS = 8;
  private static final int TABLE_BITS = 7;
  private static final int C_BITS = 9;
  private static final long LN2 = minusLn(BigInteger.ONE, 1);
  private static final int[] C = new int[1 << TABLE_BITS];
  private static final long[] LN_C = new long[1 << TABLE_BITS];
  private static final long[] INVERSE = new long[TERMS + 1]; // of 1..8, in units of 2^-62

  static {
    for (int i = 0; i < C.length; i++) {
      int twiceMiddle = 2 * (C.length + i) + 1; // of the m of this entry, in units of 2^-8
      C[i] = ((2 << (C_BITS + 8)) + twiceMiddle) / (2 * twiceMiddle);
      LN_C[i] = -minusLn(BigInteger.valueOf(C[i]), C_BITS);
    }
    for (int k = 1; k <= TERMS; k++) {
      INVERSE[k] = (1L << SERIES_BITS) / k;
    }
  }

  private LongLog() {}

  /** Returns -ln(numerator / 2^bits) in units of 2^-57, rounded. */
  private static long minusLn(BigInteger numerator, int bits) {
    int more = 32;
    return FixedPointLog.minusLn(numerator, bits, FRACTION_BITS + more)
        .add(BigInteger.ONE.shiftLeft(more - 1))
        .shiftRight(more)
        .longValueExact();
  }

  /**
   * Returns the score of a word, or -1 where its logarithm is too close to an integer to decide.
   */
  static long score(long w) {
    if (w == -1) {
      return -1;
    }
    long value = minusLn(w);
    long least = (value - ERROR) >> SCORE_BITS;
    return least == (value + ERROR) >> SCORE_BITS ? least : -1;
  }

  /**
   * Returns -ln(1 - u) in units of 2^-57, within {@link #ERROR}.
   *
   * @param w not 2^64 - 1
   */
  static long minusLn(long w) {
    long rest = ~w;
    int zeros = Long.numberOfLeadingZeros(rest);
    long m = zeros == 0 ? rest : (2 * rest + 1) << (zeros - 1);
    int entry = (int) (m >>> (63 - TABLE_BITS)) & (C.length - 1);
    long high = Math.unsignedMultiplyHigh(m, C[entry]);
    long r = (high << (65 - C_BITS)) | ((m * C[entry]) >>> (C_BITS - 1)); // less 1, which is 2^64
    long series = INVERSE[TERMS];
    for (int k = TERMS - 1; k >= 1; k--) {
      series = INVERSE[k] - Math.multiplyHigh(r, series);
    }
    long ln = Math.multiplyHigh(r, series) >> (SERIES_BITS - FRACTION_BITS);
    return (zeros + 1) * LN2 + LN_C[entry] - ln;
  }
}
