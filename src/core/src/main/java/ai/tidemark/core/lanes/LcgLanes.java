package ai.tidemark.core.lanes;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The layers of SynthID's repository since June 2025 on many 64-bit hashes h: for each layer's key
 * k = (h + key) A + 1, then twelve times k = ((k + 1) A + 1) &gt;&gt; 5, and bit 30 of the last k.
 * The numbers are constants here, so that the rounds are one straight piece of code.
 */
public final class LcgLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int VECTORS = 4; // at once; CHUNK is a multiple of as many lanes
  private static final long A = 6364136223846793005L;
  private static final int ROUNDS = 12;
  private static final int SHIFT = 5;
  private static final long BIT = 1L << 30;

  private LcgLanes() {}

  /**
   * Adds up the weights of the layers whose bit is set.
   *
   * @param hashes h, shape [{@link Lanes#CHUNK}]
   * @param keys shape [layers]
   * @param weights shape [layers]
   * @param sums receives the sums, shape [{@link Lanes#CHUNK}]
   */
  public static void weightedBits(long[] hashes, long[] keys, long[] weights, long[] sums, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += VECTORS * LONGS.length()) {
      // four chains at once: each waits for its own products only
      LongVector start0 = LongVector.fromArray(LONGS, hashes, i).mul(A);
      LongVector start1 = LongVector.fromArray(LONGS, hashes, i + LONGS.length()).mul(A);
      LongVector start2 = LongVector.fromArray(LONGS, hashes, i + 2 * LONGS.length()).mul(A);
      LongVector start3 = LongVector.fromArray(LONGS, hashes, i + 3 * LONGS.length()).mul(A);
      LongVector sum0 = LongVector.zero(LONGS);
      LongVector sum1 = sum0;
      LongVector sum2 = sum0;
      LongVector sum3 = sum0;
      for (int layer = 0; layer < keys.length; layer++) {
        long key = keys[layer] * A + 1;
        LongVector k0 = start0.add(key);
        LongVector k1 = start1.add(key);
        LongVector k2 = start2.add(key);
        LongVector k3 = start3.add(key);
        for (int round = 0; round < ROUNDS; round++) {
          // (k + 1) A + 1 = k A + (A + 1)
          k0 = k0.mul(A).add(A + 1).lanewise(VectorOperators.ASHR, SHIFT);
          k1 = k1.mul(A).add(A + 1).lanewise(VectorOperators.ASHR, SHIFT);
          k2 = k2.mul(A).add(A + 1).lanewise(VectorOperators.ASHR, SHIFT);
          k3 = k3.mul(A).add(A + 1).lanewise(VectorOperators.ASHR, SHIFT);
        }
        sum0 = sum0.add(weights[layer], k0.and(BIT).compare(VectorOperators.NE, 0));
        sum1 = sum1.add(weights[layer], k1.and(BIT).compare(VectorOperators.NE, 0));
        sum2 = sum2.add(weights[layer], k2.and(BIT).compare(VectorOperators.NE, 0));
        sum3 = sum3.add(weights[layer], k3.and(BIT).compare(VectorOperators.NE, 0));
      }
      sum0.intoArray(sums, i);
      sum1.intoArray(sums, i + LONGS.length());
      sum2.intoArray(sums, i + 2 * LONGS.length());
      sum3.intoArray(sums, i + 3 * LONGS.length());
    }
  }
}
