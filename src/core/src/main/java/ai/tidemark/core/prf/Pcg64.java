package ai.tidemark.core.prf;

/**
 * NumPy's default generator: PCG64 (O'Neill 2014; XSL-RR output of a 128-bit LCG) seeded through
 * NumPy's {@code SeedSequence} (a hash of Melissa O'Neill's {@code randutils}), with NumPy's
 * buffered 32-bit outputs and shuffle. Not thread-safe.
 */
public final class Pcg64 {
  private static final long MULTIPLIER_HIGH = 0x2360ED051FC65DA4L;
  private static final long MULTIPLIER_LOW = 0x4385DF649FCCF645L;
  private static final int POOL = 4;

  private long high;
  private long low;
  private final long incrementHigh;
  private final long incrementLow;
  private long spare; // the unused upper half of the last output
  private boolean hasSpare;

  /**
   * {@code numpy.random.default_rng(seed)}.
   *
   * @param seed unsigned 32-bit
   */
  public Pcg64(int seed) {
    long[] words = state(pool(seed));
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    step();
    add(words[0], words[1]);
    step();
  }

  /** Returns the next 64 bits. */
  public long next64() {
    step();
    return Long.rotateRight(high ^ low, (int) (high >>> 58));
  }

  /** Returns the next 32 bits: the lower half of an output, then its upper half. */
  public int next32() {
    if (hasSpare) {
      hasSpare = false;
      return (int) spare;
    }
    long both = next64();
    spare = both >>> 32;
    hasSpare = true;
    return (int) both;
  }

  /**
   * Returns a uniform integer in 0..bound, as NumPy's {@code random_interval} does: 32 bits under
   * the smallest mask that covers the bound, drawn until they do not exceed it.
   *
   * @param bound at least 1, included
   */
  public int interval(int bound) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(bound);
    int value = next32() & mask;
    while (value > bound) {
      value = next32() & mask;
    }
    return value;
  }

  /** Shuffles in place, as {@code Generator.shuffle} does a one-dimensional array. */
  public void shuffle(boolean[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = interval(i);
      boolean moved = values[j];
      values[j] = values[i];
      values[i] = moved;
    }
  }

  private void step() {
    long carried =
        Math.unsignedMultiplyHigh(low, MULTIPLIER_LOW)
            + high * MULTIPLIER_LOW
            + low * MULTIPLIER_HIGH;
    low *= MULTIPLIER_LOW;
    high = carried;
    add(incrementHigh, incrementLow);
  }

  private void add(long otherHigh, long otherLow) {
    long sum = low + otherLow;
    high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
  }

  /** Mixes one word of entropy into NumPy's pool of four. */
  private static int[] pool(int entropy) {
    int[] pool = new int[POOL];
    int constant = 0x43B0D7E5;
    for (int i = 0; i < POOL; i++) {
      pool[i] = hash(i == 0 ? entropy : 0, constant, 0x931E8875);
      constant *= 0x931E8875;
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          int mixed = 0xCA01F9DD * pool[to] - 0x4973F715 * hash(pool[from], constant, 0x931E8875);
          constant *= 0x931E8875;
          pool[to] = mixed ^ (mixed >>> 16);
        }
      }
    }
    return pool;
  }

  /** Draws four 64-bit words from the pool, lower halves first. */
  private static long[] state(int[] pool) {
    long[] words = new long[4];
    int constant = 0x8B51F9DD;
    for (int i = 0; i < 8; i++) {
      long half = hash(pool[i % POOL], constant, 0x58F38DED) & 0xFFFFFFFFL;
      constant *= 0x58F38DED;
      words[i / 2] |= half << (32 * (i % 2));
    }
    return words;
  }

  private static int hash(int value, int constant, int multiplier) {
    int mixed = (value ^ constant) * (constant * multiplier);
    return mixed ^ (mixed >>> 16);
  }
}
