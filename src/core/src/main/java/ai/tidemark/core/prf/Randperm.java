package ai.tidemark.core.prf;

import java.util.Arrays;

/**
 * The first k entries of PyTorch's {@code randperm(n)} on the CPU: a forward Fisher-Yates shuffle
 * of 0..n-1 in which step i swaps places i and i + z, z = next 32 bits mod (n - i). Not
 * thread-safe: it reuses its generator and its scratch; {@link #copy} gives another thread its own.
 *
 * <p>{@link #contains} answers for one element and builds nothing: it follows the place p of that
 * element. Step i moves it only if i = p, or if i + z = p, which puts it among the first k for
 * good. So nearly every step asks only whether d = n - i divides the word w minus (p - i), or, i
 * being congruent to n, whether d divides v = w + (n - p). One multiplication answers that (Lemire,
 * Kaser, Kurz 2019, "Faster remainder by direct computation", section 3.2): with c = ceil(2^64 /
 * d), v = q d + r and e = c d - 2^64 &lt; d, v c mod 2^64 = q e + r c, which is below c iff r = 0,
 * because q e + e &lt; c for v &lt; 2^33 and d &lt;= 2^24.
 */
public final class Randperm {
  private static final long LOW = 0xFFFFFFFFL;
  private static final int MOST = 1 << 24;

  private final int n;
  private final int k;
  private final long[] reciprocals; // ceil(2^64 / (n - i)), shape [k]
  private final Mt19937 random = new Mt19937(0);
  private int[] places = new int[0];

  /**
   * Permutations of one size.
   *
   * @param n how many elements, in 2..2^24
   * @param k how many of the first entries are wanted, in 1..n-1
   */
  public Randperm(int n, int k) {
    if (n > MOST) {
      throw new IllegalArgumentException("n must be at most 2^24, but is " + n);
    }
    if (k < 1 || k >= n) {
      throw new IllegalArgumentException("k must be in 1..n-1, but is " + k + " of " + n);
    }
    this.n = n;
    this.k = k;
    this.reciprocals = new long[k];
    for (int i = 0; i < k; i++) {
      reciprocals[i] = Long.divideUnsigned(-1L, n - i) + 1;
    }
  }

  private Randperm(Randperm like) {
    n = like.n;
    k = like.k;
    reciprocals = like.reciprocals;
  }

  /** Returns the same for another thread; the reciprocals are shared. */
  public Randperm copy() {
    return new Randperm(this);
  }

  /** Returns how many elements there are. */
  public int n() {
    return n;
  }

  /** Returns how many of the first entries count. */
  public int k() {
    return k;
  }

  /**
   * Returns whether an element is among the first k entries.
   *
   * @param seed low 32 bits of the generator's seed
   * @param x the element; one outside 0..n-1 is in no list
   */
  public boolean contains(int seed, int x) {
    if (x < 0 || x >= n) {
      return false;
    }
    random.seed(seed);
    int[] words = random.words();
    int p = x;
    int step = 0;
    while (step < k) {
      int stop = Math.min(k, step + random.refill());
      int shift = random.start() - step;
      while (step < stop) {
        int until = Math.min(stop, p);
        if (mayMeet(words, shift, step, until, n - p) && meets(words, shift, step, until, n - p)) {
          return true;
        }
        step = until;
        if (step < stop) { // step = p
          int z = Integer.remainderUnsigned(words[step + shift], n - step);
          if (z == 0) {
            return true;
          }
          p += z;
          step++;
        }
      }
    }
    return false;
  }

  /**
   * Returns false only where {@link #meets} does: compares upper halves and gathers the signs,
   * without a branch in the loop, so that it runs in vector registers.
   */
  private boolean mayMeet(int[] words, int shift, int from, int to, int behind) {
    long[] c = reciprocals;
    long signs = 0;
    for (int i = from; i < to; i++) {
      long fraction = c[i] * ((words[i + shift] & LOW) + behind);
      signs |= (fraction >>> 32) - (c[i] >>> 32) - 1;
    }
    return signs < 0;
  }

  /**
   * Returns whether a step in [from, to) moves the place followed.
   *
   * @param behind n - p, as i is congruent to n modulo n - i
   */
  private boolean meets(int[] words, int shift, int from, int to, int behind) {
    long[] c = reciprocals;
    for (int i = from; i < to; i++) {
      long fraction = c[i] * ((words[i + shift] & LOW) + behind);
      if (Long.compareUnsigned(fraction, c[i]) < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the first k entries, in order.
   *
   * @param seed low 32 bits of the generator's seed
   */
  public int[] first(int seed) {
    shuffle(seed);
    return Arrays.copyOf(places, k);
  }

  /**
   * Marks the first k entries.
   *
   * @param seed low 32 bits of the generator's seed
   * @param bits cleared, then bit x is set for each entry x; shape [>= (n + 63) / 64]
   */
  public void mark(int seed, long[] bits) {
    shuffle(seed);
    Arrays.fill(bits, 0);
    for (int i = 0; i < k; i++) {
      bits[places[i] >>> 6] |= 1L << places[i];
    }
  }

  /** Returns the first entry of a whole permutation's every place; {@code randperm(n)}. */
  public static int[] whole(int seed, int n) {
    if (n < 2) {
      return new int[Math.max(0, n)];
    }
    Randperm all = new Randperm(n, n - 1);
    all.shuffle(seed);
    return all.places;
  }

  private void shuffle(int seed) {
    if (places.length == 0) {
      places = new int[n];
    }
    int[] r = places;
    for (int i = 0; i < n; i++) {
      r[i] = i;
    }
    random.seed(seed);
    int[] words = random.words();
    int step = 0;
    while (step < k) {
      int stop = Math.min(k, step + random.refill());
      int shift = random.start() - step;
      for (; step < stop; step++) {
        long fraction = reciprocals[step] * (words[step + shift] & LOW);
        int other = step + (int) Math.unsignedMultiplyHigh(fraction, n - step);
        int moved = r[other];
        r[other] = r[step];
        r[step] = moved;
      }
    }
  }
}
