package ai.tidemark.core.gumbel;

import java.math.BigInteger;

/**
 * An exact sum of scores: a non-negative 128-bit integer in units of 2^-32. Addition is exact, so
 * merging in any order gives the same bits.
 *
 * @param high bits 127..64
 * @param low bits 63..0
 */
public record ScoreSum(long high, long low) {
  /** The empty sum. */
  public static final ScoreSum ZERO = new ScoreSum(0, 0);

  /** Validates. */
  public ScoreSum {
    if (high < 0) {
      throw new IllegalArgumentException("sum must be below 2^127, but its high half is " + high);
    }
  }

  /** Returns this sum plus another. */
  public ScoreSum plus(ScoreSum other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new ScoreSum(Math.addExact(Math.addExact(high, other.high), carry), sum);
  }

  /** Returns this sum plus one score, which must not be negative. */
  public ScoreSum plus(long score) {
    return plus(new ScoreSum(0, score));
  }

  /** Returns the exact integer. */
  public BigInteger toBigInteger() {
    BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
    return BigInteger.valueOf(high).shiftLeft(64).add(low < 0 ? lower.setBit(63) : lower);
  }

  /**
   * Returns the sum that an exact integer stands for.
   *
   * @param value in 0..2^127-1
   */
  public static ScoreSum of(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 127) {
      throw new IllegalArgumentException("sum must be in 0..2^127-1, but is " + value);
    }
    return new ScoreSum(value.shiftRight(64).longValue(), value.longValue());
  }

  /** Returns the decimal form, as reports print it. */
  @Override
  public String toString() {
    return toBigInteger().toString();
  }
}
