package ai.tidemark.core.lanes;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Blocks of 16 bytes, big-endian, from two longs each, and words from the first half of each. */
public final class BlockLanes {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final int VECTOR = 64;
  private static final int BLOCK = 16;

  /** Blocks of one step: calls do multiples of it. */
  public static final int STEP = 8;

  private static final long[] FIRST = {0, 8, 1, 9, 2, 10, 3, 11};
  private static final long[] SECOND = {4, 12, 5, 13, 6, 14, 7, 15};
  private static final long[] EVEN = {0, 2, 4, 6, 8, 10, 12, 14};

  private BlockLanes() {}

  /**
   * Writes blocks from + i, i in 0..n-1, to bytes 16 i on.
   *
   * @param hi bytes 0..7 of the blocks, shape [>= from + n]
   * @param lo bytes 8..15 of the blocks, shape [>= from + n]
   * @param n a multiple of {@link #STEP}
   * @param blocks shape [>= 16 n]
   */
  public static void pack(long[] hi, long[] lo, int from, int n, byte[] blocks) {
    LongVector first = LongVector.fromArray(LONGS, FIRST, 0);
    LongVector second = LongVector.fromArray(LONGS, SECOND, 0);
    for (int i = 0; i < n; i += STEP) {
      LongVector high = LongVector.fromArray(LONGS, hi, from + i);
      LongVector low = LongVector.fromArray(LONGS, lo, from + i);
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
   * Reads bytes 0..7 of each block.
   *
   * @param blocks shape [>= 16 n]
   * @param n a multiple of {@link #STEP}
   * @param words receives them from {@code to} on, shape [>= to + n]
   */
  public static void words(byte[] blocks, int n, long[] words, int to) {
    LongVector even = LongVector.fromArray(LONGS, EVEN, 0);
    for (int i = 0; i < n; i += STEP) {
      LongVector first = ByteVector.fromArray(BYTES, blocks, i * BLOCK).reinterpretAsLongs();
      LongVector second =
          ByteVector.fromArray(BYTES, blocks, i * BLOCK + VECTOR).reinterpretAsLongs();
      even.selectFrom(first, second)
          .lanewise(VectorOperators.REVERSE_BYTES)
          .intoArray(words, to + i);
    }
  }
}
