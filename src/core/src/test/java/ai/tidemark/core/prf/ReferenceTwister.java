package ai.tidemark.core.prf;

/** The Mersenne Twister as its authors' paper writes it, one word at a time. */
final class ReferenceTwister {
  private final int[] mt = new int[624];
  private int index = 624;

  ReferenceTwister(int seed) {
    mt[0] = seed;
    for (int i = 1; i < 624; i++) {
      mt[i] = 1812433253 * (mt[i - 1] ^ (mt[i - 1] >>> 30)) + i;
    }
  }

  int next() {
    if (index == 624) {
      for (int i = 0; i < 624; i++) {
        int y = (mt[i] & 0x80000000) | (mt[(i + 1) % 624] & 0x7FFFFFFF);
        mt[i] = mt[(i + 397) % 624] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
      }
      index = 0;
    }
    int y = mt[index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  /** PyTorch's {@code randperm(n)} on the CPU, the whole of it. */
  static int[] randperm(int seed, int n) {
    ReferenceTwister random = new ReferenceTwister(seed);
    int[] r = new int[n];
    for (int i = 0; i < n; i++) {
      r[i] = i;
    }
    for (int i = 0; i < n - 1; i++) {
      int other = i + Integer.remainderUnsigned(random.next(), n - i);
      int moved = r[i];
      r[i] = r[other];
      r[other] = moved;
    }
    return r;
  }
}
