package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;

/**
 * The keyed coin on the last two tokens: wide or narrow context, fleet or tenant key. A function of
 * the tuple itself. Not thread-safe.
 */
public final class Coin {
  private final Contexts.Coined contexts;
  private final Draws draws;

  /**
   * A coin.
   *
   * @param key the coin key, see {@link DrawKey#coinKey}
   */
  public Coin(Contexts.Coined contexts, DrawKey key) {
    this.contexts = contexts;
    this.draws = Draws.bulk(key);
  }

  /** Returns the word that decides a tuple, from the low half of its block. */
  public long word(long lo) {
    return draws.word(Block.COIN_HI, Block.coinLo(lo));
  }

  /** Returns {@link Block#WIDE} or {@link Block#NARROW}: narrow iff the first 32 bits say so. */
  public int domain(long word) {
    return (word >>> 32) < contexts.narrowShare() ? Block.NARROW : Block.WIDE;
  }

  /** Returns the tier: fleet iff the second 32 bits say so. */
  public Tier tier(long word) {
    return (word & 0xFFFF_FFFFL) < contexts.fleetShare() ? Tier.FLEET : Tier.TENANT;
  }

  /** Returns the context width of a domain. */
  public int width(int domain) {
    return domain == Block.NARROW ? contexts.narrow() : contexts.wide();
  }

  /**
   * Keeps the tuples that count under this coin and splits them by tier.
   *
   * @param hi bits 127..64 of distinct tuples, shape [>= to]
   * @param lo bits 63..0, shape [>= to]
   */
  public Routed route(long[] hi, long[] lo, int from, int to) {
    int n = to - from;
    long[] coinHi = new long[n];
    long[] coinLo = new long[n];
    for (int i = 0; i < n; i++) {
      coinHi[i] = Block.COIN_HI;
      coinLo[i] = Block.coinLo(lo[from + i]);
    }
    draws.words(coinHi, coinLo, 0, n, coinLo);
    int fleet = 0;
    int tenant = 0;
    for (int i = 0; i < n; i++) {
      if (domain(coinLo[i]) == Block.domain(hi[from + i])) {
        if (tier(coinLo[i]) == Tier.FLEET) {
          fleet++;
        } else {
          tenant++;
        }
      }
    }
    Routed routed = new Routed(new Tuples(fleet), new Tuples(tenant));
    int f = 0;
    int t = 0;
    for (int i = 0; i < n; i++) {
      if (domain(coinLo[i]) == Block.domain(hi[from + i])) {
        if (tier(coinLo[i]) == Tier.FLEET) {
          routed.fleet.hi[f] = hi[from + i];
          routed.fleet.lo[f++] = lo[from + i];
        } else {
          routed.tenant.hi[t] = hi[from + i];
          routed.tenant.lo[t++] = lo[from + i];
        }
      }
    }
    return routed;
  }

  /**
   * Counted tuples by tier.
   *
   * @param fleet tuples drawn under the fleet key
   * @param tenant tuples drawn under a tenant's key
   */
  public record Routed(Tuples fleet, Tuples tenant) {}

  /** Tuples in two parallel arrays, ready for a kernel. */
  public static final class Tuples {
    private final long[] hi;
    private final long[] lo;

    private Tuples(int n) {
      hi = new long[n];
      lo = new long[n];
    }

    /** Returns how many. */
    public int size() {
      return hi.length;
    }

    /** Returns the evidence of one drawing key on these tuples: n = size, S = sum of scores. */
    public Evidence evidence(Draws draws) {
      long[] words = new long[Math.min(hi.length, CHUNK)];
      long high = 0;
      long low = 0;
      for (int start = 0; start < hi.length; start += CHUNK) {
        int n = Math.min(CHUNK, hi.length - start);
        draws.words(hi, lo, start, start + n, words);
        for (int i = 0; i < n; i++) {
          long before = low;
          low += Score.of(words[i]);
          high += Long.compareUnsigned(low, before) < 0 ? 1 : 0;
        }
      }
      return new Evidence(hi.length, new ScoreSum(high, low));
    }

    private static final int CHUNK = 4096;
  }
}
