package ai.tidemark.core.lanes;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** {@link ai.tidemark.core.prf.JenkinsHash} on many values, and products of such hashes. */
public final class JenkinsLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorShape HALF = VectorShape.forBitSize(LONGS.vectorBitSize() / 2);
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED.withShape(HALF);

  private JenkinsLanes() {}

  /**
   * Gives the hashes of value + 1.
   *
   * @param values all arrays have shape [{@link Lanes#CHUNK}]
   */
  public static void afterOne(int[] values, long[] hashes, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += LONGS.length()) {
      hash(values, i).intoArray(hashes, i);
    }
  }

  /** Keeps the smaller one, signed, of each least and factor * hash(value + 1) mod 2^64. */
  public static void leastProducts(long[] factors, int[] values, long[] least, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += LONGS.length()) {
      LongVector product = LongVector.fromArray(LONGS, factors, i).mul(hash(values, i));
      LongVector.fromArray(LONGS, least, i)
          .lanewise(VectorOperators.MIN, product)
          .intoArray(least, i);
    }
  }

  private static LongVector hash(int[] values, int at) {
    IntVector i = IntVector.fromArray(INTS, values, at).add(1);
    i = i.sub(i.lanewise(VectorOperators.LSHL, 6));
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.ASHR, 17));
    i = i.sub(i.lanewise(VectorOperators.LSHL, 9));
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.LSHL, 4));
    i = i.sub(i.lanewise(VectorOperators.LSHL, 3));
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.LSHL, 10));
    i = i.lanewise(VectorOperators.XOR, i.lanewise(VectorOperators.ASHR, 15));
    return (LongVector) i.convertShape(VectorOperators.I2L, LONGS, 0);
  }
}
