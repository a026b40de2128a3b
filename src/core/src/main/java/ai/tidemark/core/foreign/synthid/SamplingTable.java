package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.prf.Mt19937;
import org.jspecify.annotations.Nullable;

/**
 * The sampling table: {@code torch.randint(0, 2, (size,))} on the CPU after {@code
 * manual_seed(seed)}, which is the low bit of each 32-bit output of MT19937.
 */
final class SamplingTable {
  private final int seed;
  private final byte[] bits;
  private final int ones;
  private volatile @Nullable ShiftCounts shifts; // made when asked for

  /**
   * @param seed MT19937 uses its low 32 bits
   * @param size at least 1
   */
  SamplingTable(long seed, int size) {
    this.seed = (int) seed;
    Mt19937 source = new Mt19937(this.seed);
    bits = new byte[size];
    int sum = 0;
    for (int i = 0; i < size; i++) {
      bits[i] = (byte) (source.next() & 1);
      sum += bits[i];
    }
    ones = sum;
  }

  /** Returns the table: the live array of zeros and ones. Do not modify. */
  byte[] bits() {
    return bits;
  }

  /** Returns how many entries are one. */
  int ones() {
    return ones;
  }

  /**
   * Returns how to count what states read under each shift: state s reads entry (A s + 1) mod size
   * at shift 0.
   */
  ShiftCounts shifts() {
    ShiftCounts known = shifts;
    if (known == null) {
      byte[] turned = new byte[bits.length];
      for (int x = 0; x < turned.length; x++) {
        turned[x] = bits[(x * (int) LcgHash.MULTIPLIER + 1) & (bits.length - 1)];
      }
      known = new ShiftCounts(turned);
      shifts = known;
    }
    return known;
  }

  /** Returns whether the other has the same seed and size, and so the same bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SamplingTable table
        && seed == table.seed
        && bits.length == table.bits.length;
  }

  @Override
  public int hashCode() {
    return 31 * seed + bits.length;
  }
}
