package ai.tidemark.core.lanes;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Chains of a linear congruence on many 64-bit hashes, and weighted sums of one bit of each. */
public final class LcgLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  private LcgLanes() {}

  /**
   * Adds up weights of bits: for each key k = (h + key) A + 1, then {@code rounds} times k = ((k +
   * 1) A + 1) &gt;&gt; shift; where the bit of the last k is set, the key's weight counts.
   *
   * @param hashes h, shape [{@link Lanes#CHUNK}]
   * @param keys shape [layers]
   * @param weights shape [layers]
   * @param multiplier A
   * @param sums receives the sums, shape [{@link Lanes#CHUNK}]
   */
  public static void weightedBits(
      long[] hashes,
      long[] keys,
      long[] weights,
      long multiplier,
      int rounds,
      int shift,
      int bit,
      long[] sums,
      int n) {
    Lanes.require(n);
    long step = multiplier + 1; // (k + 1) A + 1 = k A + (A + 1)
    for (int i = 0; i < n; i += LONGS.length()) {
      LongVector start = LongVector.fromArray(LONGS, hashes, i).mul(multiplier);
      LongVector sum = LongVector.zero(LONGS);
      for (int layer = 0; layer < keys.length; layer++) {
        LongVector k = start.add(keys[layer] * multiplier + 1);
        for (int round = 0; round < rounds; round++) {
          k = k.mul(multiplier).add(step).lanewise(VectorOperators.ASHR, shift);
        }
        VectorMask<Long> isSet = k.and(1L << bit).compare(VectorOperators.NE, 0);
        sum = sum.add(weights[layer], isSet);
      }
      sum.intoArray(sums, i);
    }
  }
}
