package ai.tidemark.core.lanes;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Splits tuples by what their coins say, eight at a time, into the blocks of two tiers. The layout
 * of a tuple and what a coin's word means are those of gumbel's Block and Coin, whose scalar code
 * is the specification. Not thread-safe.
 */
public final class CoinLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final int STEP = BlockLanes.STEP;
  private static final int BLOCK = 16;
  private static final int VECTOR = 64;
  private static final long LOW = 0xFFFF_FFFFL;
  private static final int DOMAIN_SHIFT = 62;
  private static final long[] FIRST = {0, 8, 1, 9, 2, 10, 3, 11};
  private static final long[] SECOND = {4, 12, 5, 13, 6, 14, 7, 15};
  private static final long[] EVEN = {0, 2, 4, 6, 8, 10, 12, 14};

  private int fleetEnd;
  private int tenantEnd;

  /**
   * Writes the low halves of coin blocks: low halves of tuples, masked.
   *
   * @param lo shape [>= from + n]
   * @param n a multiple of {@link BlockLanes#STEP}
   * @param hi high half of all of them
   * @param blocks shape [>= 16 n]
   */
  public static void blocks(long[] lo, int from, int n, long hi, long mask, byte[] blocks) {
    LongVector first = LongVector.fromArray(LONGS, FIRST, 0);
    LongVector second = LongVector.fromArray(LONGS, SECOND, 0);
    LongVector high = LongVector.broadcast(LONGS, hi);
    for (int i = 0; i < n; i += STEP) {
      LongVector low = LongVector.fromArray(LONGS, lo, from + i).and(mask);
      first
          .selectFrom(high, low)
          .lanewise(VectorOperators.REVERSE_BYTES)
          .reinterpretAsBytes()
          .intoArray(blocks, i * BLOCK);
      second
          .selectFrom(high, low)
          .lanewise(VectorOperators.REVERSE_BYTES)
          .reinterpretAsBytes()
          .intoArray(blocks, i * BLOCK + VECTOR);
    }
  }

  /**
   * Writes the tuples that count. One is narrow by its domain, which must be what the first 32 bits
   * of its coin's word say: narrow iff below the narrow share; it is the fleet's iff the second 32
   * bits are below the fleet share.
   *
   * @param hi shape [>= from + n]
   * @param lo shape [>= from + n]
   * @param n a multiple of {@link BlockLanes#STEP}
   * @param tossed encrypted coin blocks, shape [>= 16 n]
   * @param blocks receives the fleet's from byte 0 on, the tenant's from byte tenantStart on; what
   *     lies between their ends and 16 n bytes later is overwritten. Shape [>= tenantStart + 16 n]
   * @param tenantStart at least 16 n
   */
  public void route(
      long[] hi,
      long[] lo,
      int from,
      int n,
      byte[] tossed,
      long narrowShare,
      long fleetShare,
      byte[] blocks,
      int tenantStart) {
    LongVector first = LongVector.fromArray(LONGS, FIRST, 0);
    LongVector second = LongVector.fromArray(LONGS, SECOND, 0);
    LongVector even = LongVector.fromArray(LONGS, EVEN, 0);
    int fleet = 0;
    int tenant = tenantStart;
    for (int i = 0; i < n; i += STEP) {
      LongVector front = ByteVector.fromArray(BYTES, tossed, i * BLOCK).reinterpretAsLongs();
      LongVector back =
          ByteVector.fromArray(BYTES, tossed, i * BLOCK + VECTOR).reinterpretAsLongs();
      LongVector word = even.selectFrom(front, back).lanewise(VectorOperators.REVERSE_BYTES);
      LongVector high =
          LongVector.fromArray(LONGS, hi, from + i).lanewise(VectorOperators.REVERSE_BYTES);
      LongVector low =
          LongVector.fromArray(LONGS, lo, from + i).lanewise(VectorOperators.REVERSE_BYTES);
      VectorMask<Long> isNarrow =
          word.lanewise(VectorOperators.LSHR, 32).compare(VectorOperators.LT, narrowShare);
      LongVector domain =
          LongVector.fromArray(LONGS, hi, from + i).lanewise(VectorOperators.LSHR, DOMAIN_SHIFT);
      VectorMask<Long> counts =
          isNarrow
              .xor(domain.compare(VectorOperators.EQ, 0))
              .and(domain.compare(VectorOperators.LT, 2));
      VectorMask<Long> isFleet = word.and(LOW).compare(VectorOperators.LT, fleetShare);
      VectorMask<Long> ofFleet = counts.and(isFleet);
      VectorMask<Long> ofTenant = counts.andNot(isFleet);

      LongVector fleetHigh = high.compress(ofFleet);
      LongVector fleetLow = low.compress(ofFleet);
      first.selectFrom(fleetHigh, fleetLow).reinterpretAsBytes().intoArray(blocks, fleet);
      second.selectFrom(fleetHigh, fleetLow).reinterpretAsBytes().intoArray(blocks, fleet + VECTOR);
      fleet += BLOCK * ofFleet.trueCount();

      LongVector tenantHigh = high.compress(ofTenant);
      LongVector tenantLow = low.compress(ofTenant);
      first.selectFrom(tenantHigh, tenantLow).reinterpretAsBytes().intoArray(blocks, tenant);
      second
          .selectFrom(tenantHigh, tenantLow)
          .reinterpretAsBytes()
          .intoArray(blocks, tenant + VECTOR);
      tenant += BLOCK * ofTenant.trueCount();
    }
    fleetEnd = fleet;
    tenantEnd = tenant;
  }

  /** Returns the byte behind the fleet's last block of the last call. */
  public int fleetEnd() {
    return fleetEnd;
  }

  /** Returns the byte behind the tenant's last block of the last call. */
  public int tenantEnd() {
    return tenantEnd;
  }
}
