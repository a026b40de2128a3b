package ai.tidemark.core.prf;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) as PyTorch's CPU generator runs it:
 * seeded with the low 32 bits of its seed. Outputs are made in stretches of at most {@value #LAG},
 * within which no word depends on another, so nothing is made that nobody reads and the loops run
 * in vector registers. Not thread-safe.
 */
public final class Mt19937 {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;
  private static final int LAG = SIZE - SHIFT;
  private static final int TWIST = 0x9908B0DF;

  private int[] state = new int[SIZE];
  private int[] next = new int[SIZE];
  private final int[] words = new int[LAG];
  private int made; // words of next that are made
  private int at; // read position in words
  private int end; // valid words

  /** A generator of a seed. */
  public Mt19937(int seed) {
    seed(seed);
  }

  /**
   * Starts over.
   *
   * @param seed the low 32 bits of what PyTorch's {@code manual_seed} is given
   */
  public void seed(int seed) {
    int[] s = state;
    int word = seed;
    s[0] = word;
    for (int i = 1; i < SIZE; i++) {
      word = 1812433253 * (word ^ (word >>> 30)) + i;
      s[i] = word;
    }
    made = 0;
    at = 0;
    end = 0;
  }

  /** Returns the next 32 bits. */
  public int next() {
    if (at == end) {
      refill();
    }
    return words[at++];
  }

  /**
   * Returns the 24 bits of PyTorch's next float: {@code torch.rand} gives this times 2^-24.
   *
   * @return in 0..2^24-1
   */
  public int next24() {
    return next() & 0xFFFFFF;
  }

  /** Skips outputs. */
  public void skip(int outputs) {
    int left = outputs - (end - at);
    if (left <= 0) {
      at += outputs;
      return;
    }
    int from = made;
    int size = advance();
    while (left > size) {
      left -= size;
      from = made;
      size = advance();
    }
    temper(from, size);
    at = left;
  }

  /**
   * Makes the next stretch of outputs; those not yet read by {@link #next} are lost. They stand in
   * {@link #words}.
   *
   * @return how many, at least 1
   */
  int refill() {
    int from = made;
    int size = advance();
    temper(from, size);
    return size;
  }

  /** Makes the next stretch of state words and returns how many. */
  private int advance() {
    int[] s = state;
    int[] t = next;
    int from = made;
    if (from == 0) {
      for (int i = 0; i < LAG; i++) {
        t[i] = s[i + SHIFT] ^ twist(s[i], s[i + 1]);
      }
      made = LAG;
    } else if (from == LAG) {
      for (int i = LAG; i < 2 * LAG; i++) {
        t[i] = t[i - LAG] ^ twist(s[i], s[i + 1]);
      }
      made = 2 * LAG;
    } else {
      for (int i = 2 * LAG; i < SIZE - 1; i++) {
        t[i] = t[i - LAG] ^ twist(s[i], s[i + 1]);
      }
      t[SIZE - 1] = t[SIZE - 1 - LAG] ^ twist(s[SIZE - 1], t[0]);
      state = t;
      next = s;
      made = 0;
    }
    return (made == 0 ? SIZE : made) - from;
  }

  /** Makes outputs of the stretch that starts at a state word. */
  private void temper(int from, int size) {
    // the last stretch of a block has just become the state
    temper(made == 0 ? state : next, from, words, size);
    at = 0;
    end = size;
  }

  /** Returns the live array of the stretch that {@link #refill} made. Do not modify. */
  int[] words() {
    return words;
  }

  private static int twist(int upper, int lower) {
    return (((upper & 0x80000000) | (lower & 0x7FFFFFFF)) >>> 1) ^ (-(lower & 1) & TWIST);
  }

  private static void temper(int[] from, int first, int[] to, int n) {
    for (int i = 0; i < n; i++) {
      int y = from[first + i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9D2C5680;
      y ^= (y << 15) & 0xEFC60000;
      to[i] = y ^ (y >>> 18);
    }
  }
}
