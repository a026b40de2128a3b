package ai.tidemark.core.lanes;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ai.tidemark.core.prf.Philox4x32} on many blocks. A 32-bit word lies in the low half of a
 * long, since the products have 64 bits; what is in the high half of an input doesn't matter, and
 * of an output means nothing.
 */
public final class PhiloxLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final long W0 = 0x9E3779B9L;
  private static final long W1 = 0xBB67AE85L;
  private static final long LOW = 0xFFFF_FFFFL;

  private PhiloxLanes() {}

  /**
   * Replaces n counters by their blocks.
   *
   * @param c0 counter word 0 in, word 0 out; all arrays have shape [{@link Lanes#CHUNK}]
   * @param k0 key word 0 of each block; kept
   * @param k1 key word 1 of each block; kept
   */
  public static void blocks(
      long[] c0, long[] c1, long[] c2, long[] c3, long[] k0, long[] k1, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += LONGS.length()) {
      LongVector a = LongVector.fromArray(LONGS, c0, i);
      LongVector b = LongVector.fromArray(LONGS, c1, i);
      LongVector c = LongVector.fromArray(LONGS, c2, i);
      LongVector d = LongVector.fromArray(LONGS, c3, i);
      LongVector low = LongVector.fromArray(LONGS, k0, i);
      LongVector high = LongVector.fromArray(LONGS, k1, i);
      for (int round = 0; round < ROUNDS; round++) {
        LongVector first = a.and(LOW).mul(M0);
        LongVector second = c.and(LOW).mul(M1);
        a = second.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, b);
        a = a.lanewise(VectorOperators.XOR, low);
        b = second;
        c = first.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, d);
        c = c.lanewise(VectorOperators.XOR, high);
        d = first;
        low = low.add(W0);
        high = high.add(W1);
      }
      a.intoArray(c0, i);
      b.intoArray(c1, i);
      c.intoArray(c2, i);
      d.intoArray(c3, i);
    }
  }

  /**
   * Replaces each x0 by the word of its block that a lane number picks.
   *
   * @param lanes only the two lowest bits of each count
   */
  public static void pick(long[] x0, long[] x1, long[] x2, long[] x3, long[] lanes, int n) {
    Lanes.require(n);
    for (int i = 0; i < n; i += LONGS.length()) {
      LongVector lane = LongVector.fromArray(LONGS, lanes, i);
      VectorMask<Long> isOdd = lane.and(1).compare(VectorOperators.NE, 0);
      VectorMask<Long> isHigh = lane.and(2).compare(VectorOperators.NE, 0);
      LongVector low = LongVector.fromArray(LONGS, x0, i);
      LongVector high = LongVector.fromArray(LONGS, x2, i);
      low.blend(LongVector.fromArray(LONGS, x1, i), isOdd)
          .blend(high.blend(LongVector.fromArray(LONGS, x3, i), isOdd), isHigh)
          .intoArray(x0, i);
    }
  }
}
