package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The keyed coin on the last two tokens: wide or narrow context, fleet or tenant key. A function of
 * the tuple itself. Not thread-safe.
 */
public final class Coin {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
          routed.fleet.set(f++, hi[from + i], lo[from + i]);
        } else {
          routed.tenant.set(t++, hi[from + i], lo[from + i]);
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

  /**
   * Tuples as the blocks that a cipher takes, laid out once for every key that draws on them. Not
   * thread-safe.
   */
  public static final class Tuples {
    private static final int CHUNK = 2048; // 32 KiB in and 32 KiB out stay in the nearest caches

    private final byte[] blocks;
    private byte[] drawn = new byte[0];

    private Tuples(int n) {
      blocks = new byte[Math.multiplyExact(n, Block.BYTES)];
    }

    private void set(int i, long hi, long lo) {
      LONGS.set(blocks, i * Block.BYTES, hi);
      LONGS.set(blocks, i * Block.BYTES + Long.BYTES, lo);
    }

    /** Returns how many. */
    public int size() {
      return blocks.length / Block.BYTES;
    }

    /** Returns the evidence of one drawing key on these tuples: n = size, S = sum of scores. */
    public Evidence evidence(Draws draws) {
      Sum sum = new Sum();
      forEachWord(draws, sum);
      return new Evidence(size(), new ScoreSum(sum.high, sum.low));
    }

    /** Takes the words of the tuples, in their order. */
    @FunctionalInterface
    public interface Words {
      /** Takes a word, see {@link Score#of}. */
      void word(long word);
    }

    /** Pushes the word that a key draws for each tuple. */
    public void forEachWord(Draws draws, Words words) {
      int most = Math.min(blocks.length, CHUNK * Block.BYTES);
      if (drawn.length < most) {
        drawn = new byte[most];
      }
      for (int start = 0; start < blocks.length; start += most) {
        int length = Math.min(most, blocks.length - start);
        draws.draw(blocks, start, length, drawn);
        for (int at = 0; at < length; at += Block.BYTES) {
          words.word((long) LONGS.get(drawn, at));
        }
      }
    }

    private static final class Sum implements Words {
      private long high;
      private long low;

      @Override
      public void word(long word) {
        long before = low;
        low += Score.of(word);
        high += Long.compareUnsigned(low, before) < 0 ? 1 : 0;
      }
    }
  }
}
