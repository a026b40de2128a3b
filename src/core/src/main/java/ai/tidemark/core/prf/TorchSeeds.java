package ai.tidemark.core.prf;

/**
 * Seeds as Python hands them to PyTorch's CPU generator, which keeps their low 32 bits: integers
 * modulo 2^64 - 1, never negative.
 */
public final class TorchSeeds {
  private TorchSeeds() {}

  /**
   * Returns the integer in 0..2^64-2 that a signed 64-bit integer is congruent to modulo 2^64 - 1,
   * in two's complement.
   */
  public static long reduce(long signed) {
    return signed < 0 ? signed - 1 : signed;
  }

  /**
   * Returns a b + c modulo 2^64 - 1, computed without overflow, in two's complement.
   *
   * @param a unsigned 64-bit
   * @param b unsigned 64-bit
   * @param c unsigned 64-bit
   */
  public static long multiplyAdd(long a, long b, long c) {
    long sum = fold(Math.unsignedMultiplyHigh(a, b), a * b);
    return fold(sum, c);
  }

  /** Returns x + y modulo 2^64 - 1. */
  private static long fold(long x, long y) {
    long sum = x + y;
    if (Long.compareUnsigned(sum, x) < 0) {
      sum++; // 2^64 is congruent to 1
    }
    return sum == -1L ? 0 : sum;
  }
}
