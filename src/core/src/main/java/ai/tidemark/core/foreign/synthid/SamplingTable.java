package ai.tidemark.core.foreign.synthid;

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
    LowBits source = new LowBits((int) seed);
    bits = new byte[size];
    int sum = 0;
    for (int i = 0; i < size; i++) {
      bits[i] = (byte) source.next();
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

  /** Low bits of MT19937 (Matsumoto and Nishimura 1998), seeded by init_genrand. */
  private static final class LowBits {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int at = N;

    LowBits(int seed) {
      state[0] = seed;
      for (int i = 1; i < N; i++) {
        state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
      }
    }

    int next() {
      if (at == N) {
        for (int i = 0; i < N; i++) {
          int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7FFFFFFF);
          state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        at = 0;
      }
      int y = state[at++];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9D2C5680;
      y ^= (y << 15) & 0xEFC60000;
      return (y ^ (y >>> 18)) & 1;
    }
  }
}
