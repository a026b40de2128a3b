package ai.tidemark.core.lanes;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A multiplicative hash of 64-bit sums, modulo the Mersenne prime 8191 = 2^13 - 1. */
public final class MersenneLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int BITS = 13;
  private static final long PRIME = (1L << BITS) - 1;

  private MersenneLanes() {}

  /**
   * Replaces each s by floorMod(h xor (h &gt;&gt; shift), 8191) with h = (s + offset) factor.
   *
   * @param values shape [{@link Lanes#CHUNK}]
   */
  public static void levels(long[] values, long offset, long factor, int shift, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += LONGS.length()) {
      LongVector h = LongVector.fromArray(LONGS, values, i).add(offset).mul(factor);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.ASHR, shift));
      remainder(h).intoArray(values, i);
    }
  }

  /**
   * 2^13 is 1 modulo the prime, so the digits of base 2^13 may be added up. h xor (h >> shift) is
   * never negative: both signs are that of h.
   */
  private static LongVector remainder(LongVector h) {
    LongVector sum =
        h.and(PRIME)
            .add(h.lanewise(VectorOperators.LSHR, BITS).and(PRIME))
            .add(h.lanewise(VectorOperators.LSHR, 2 * BITS).and(PRIME))
            .add(h.lanewise(VectorOperators.LSHR, 3 * BITS).and(PRIME))
            .add(h.lanewise(VectorOperators.LSHR, 4 * BITS));
    sum = sum.and(PRIME).add(sum.lanewise(VectorOperators.LSHR, BITS));
    VectorMask<Long> isOver = sum.compare(VectorOperators.GE, PRIME);
    return sum.sub(PRIME, isOver);
  }
}
