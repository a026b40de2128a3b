package ai.tidemark.core.gumbel;

/**
 * The 128-bit PRF input of {@code tidemark-gumbel-aes-v1}: bits 127..126 the domain, then seven
 * 18-bit slots, slot 0 (the candidate) at bits 17..0. Injective, so the block <em>is</em> the
 * tuple; held as two longs, {@code hi} with bits 127..64 and {@code lo} with bits 63..0.
 *
 * <p>Specification: docs/formats/tidemark-gumbel-aes-v1.md, "Block".
 */
public final class Block {
  /** Ids at or above this do not fit a slot: they are neither marked nor scored. */
  public static final int ID_LIMIT = 1 << 18;

  /** Bytes of a block. */
  static final int BYTES = 16;

  /** Domain of a wide draw. */
  public static final int WIDE = 0;

  /** Domain of a narrow draw. */
  public static final int NARROW = 1;

  /** Domain of the coin. */
  public static final int COIN = 2;

  /** Domain that derives the coin key from the fleet key. */
  public static final int DERIVATION = 3;

  /** High half of every coin block. */
  public static final long COIN_HI = (long) COIN << 62;

  /** Bits of a slot. */
  static final int SLOT_BITS = 18;

  /** Domain bits of a narrow draw. */
  static final long NARROW_HI = (long) NARROW << 62;

  /** Bits of the low half that a coin looks at: slots 1 and 2. */
  static final long COIN_LO_MASK = ((1L << 36) - 1) << 18;

  private Block() {}

  /**
   * Returns bits 127..64 of the block for the gram that ends at {@code ids[i]}.
   *
   * @param domain in 0..3
   * @param ids token ids, each below {@link #ID_LIMIT} in {@code [i - width, i]}
   * @param i index of the candidate
   * @param width preceding tokens, in 0..6
   */
  public static long hi(int domain, int[] ids, int i, int width) {
    long hi = (long) domain << 62;
    if (width >= 3) {
      hi |= ids[i - 3] >>> 10;
    }
    if (width >= 4) {
      hi |= (long) ids[i - 4] << 8;
    }
    if (width >= 5) {
      hi |= (long) ids[i - 5] << 26;
    }
    if (width >= 6) {
      hi |= (long) ids[i - 6] << 44;
    }
    return hi;
  }

  /** Returns bits 63..0 of the block; parameters as for {@link #hi}. */
  public static long lo(int[] ids, int i, int width) {
    long lo = ids[i];
    if (width >= 1) {
      lo |= (long) ids[i - 1] << 18;
    }
    if (width >= 2) {
      lo |= (long) ids[i - 2] << 36;
    }
    if (width >= 3) {
      lo |= (long) ids[i - 3] << 54;
    }
    return lo;
  }

  /** Returns the bits of the high half that the slots of a context and its candidate take. */
  static long hiMask(int width) {
    return (1L << Math.max(0, SLOT_BITS * (width + 1) - Long.SIZE)) - 1;
  }

  /** Returns the bits of the low half that they take. */
  static long loMask(int width) {
    int bits = SLOT_BITS * (width + 1);
    return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
  }

  /** Returns the domain of a block, from its high half. */
  public static int domain(long hi) {
    return (int) (hi >>> 62);
  }

  /**
   * Returns the low half of the coin block that belongs to a draw: slots 1 and 2 of the same tuple.
   * Its high half is {@link #COIN_HI}.
   */
  public static long coinLo(long lo) {
    return lo & COIN_LO_MASK;
  }
}
