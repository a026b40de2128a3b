package ai.tidemark.core.foreign.synthid;

import ai.tidemark.core.prf.Mt19937;

/**
 * The sampling table: {@code torch.randint(0, 2, (size,))} on the CPU after {@code
 * manual_seed(seed)}, which is the low bit of each 32-bit output of MT19937.
 */
final class SamplingTable {
  private final byte[] bits;
  private final int ones;

  /**
   * @param seed MT19937 uses its low 32 bits
   * @param size at least 1
   */
  SamplingTable(long seed, int size) {
    Mt19937 source = new Mt19937((int) seed);
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
}
