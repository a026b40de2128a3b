package ai.tidemark.core.gumbel;

import ai.tidemark.core.scheme.Contexts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The keyed coin on the last two tokens: wide or narrow context, fleet or tenant key. A function of
 * the tuple itself. Not thread-safe.
 */
public final class Coin {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Contexts.Coined contexts;
  private final Draws draws;
  private final Routed routed = new Routed(new Tuples(), new Tuples());
  private final Router router;

  /**
   * A coin.
   *
   * @param key the coin key, see {@link DrawKey#coinKey}
   */
  public Coin(Contexts.Coined contexts, DrawKey key) {
    this.contexts = contexts;
    this.draws = Draws.bulk(key);
    this.router = new Router(contexts, draws);
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
   * @return the same object each time; valid until the next call
   */
  public Routed route(long[] hi, long[] lo, int from, int to) {
    Objects.checkFromToIndex(from, to, Math.min(hi.length, lo.length));
    int n = to - from;
    if (n > Router.LARGEST) {
      throw new IllegalArgumentException(
          "to - from must be at most " + Router.LARGEST + ", but is " + n);
    }
    router.route(hi, lo, from, n);
    routed.fleet.are(router.blocks(), 0, router.fleetBytes());
    routed.tenant.are(router.blocks(), router.tenantStart(), router.tenantBytes());
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
    private final byte[] drawn = new byte[BlockScores.MOST * Block.BYTES];
    private final BlockScores scores = new BlockScores();
    private byte[] blocks = new byte[0];
    private int from;
    private int length; // in bytes, as from

    private Tuples() {}

    private void are(byte[] inBlocks, int start, int bytes) {
      blocks = inBlocks;
      from = start;
      length = bytes;
    }

    /** Returns how many. */
    public int size() {
      return length / Block.BYTES;
    }

    /** Returns the evidence of one drawing key on these tuples: n = size, S = sum of scores. */
    public Evidence evidence(Draws draws) {
      return new Evidence(size(), new ScoreSum(0, score(draws)));
    }

    /**
     * Returns the sum of the scores that a key draws for these tuples, unsigned: fewer than 2^26
     * tuples, each of a score below 2^38.
     */
    private long score(Draws draws) {
      long sum = 0;
      for (int start = 0; start < length; start += drawn.length) {
        int bytes = Math.min(drawn.length, length - start);
        draws.draw(blocks, from + start, bytes, drawn, 0);
        sum += scores.sum(drawn, bytes / Block.BYTES);
      }
      return sum;
    }

    /** Takes the words of the tuples, in their order. */
    @FunctionalInterface
    public interface Words {
      /** Takes a word, see {@link Score#of}. */
      void word(long word);
    }

    /** Pushes the word that a key draws for each tuple. */
    public void forEachWord(Draws draws, Words words) {
      for (int start = 0; start < length; start += drawn.length) {
        int bytes = Math.min(drawn.length, length - start);
        draws.draw(blocks, from + start, bytes, drawn, 0);
        for (int at = 0; at < bytes; at += Block.BYTES) {
          words.word((long) LONGS.get(drawn, at));
        }
      }
    }
  }
}
