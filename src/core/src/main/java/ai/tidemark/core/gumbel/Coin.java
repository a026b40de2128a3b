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

  /** Tuples that one call can route: twice as many blocks must fit an array. */
  static final int LARGEST = 1 << 25;

  private static final int CHUNK = 1024; // 16 KiB in and 16 KiB out stay in the nearest cache

  private final Contexts.Coined contexts;
  private final Draws draws;
  private final Routed routed = new Routed(new Tuples(), new Tuples());
  private byte[] blank = new byte[0]; // coin blocks, of which the high halves are laid out already
  private byte[] tossed = new byte[0];
  private byte[] counted = new byte[0];

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
   * @return the same object each time; valid until the next call
   */
  public Routed route(long[] hi, long[] lo, int from, int to) {
    Objects.checkFromToIndex(from, to, Math.min(hi.length, lo.length));
    int n = to - from;
    if (n > LARGEST) {
      throw new IllegalArgumentException("to - from must be at most " + LARGEST + ", but is " + n);
    }
    reserve(n);
    toss(lo, from, n);
    byte[] coins = tossed;
    byte[] blocks = counted;
    long narrowShare = contexts.narrowShare();
    long fleetShare = contexts.fleetShare();
    int fleet = 0;
    int tenant = n * Block.BYTES; // tenant tuples lie behind the room of all
    int coin = -Block.BYTES;
    long before = -1; // no tuple's: its highest bits are 0
    for (int i = from; i < to; i++) {
      long coinLo = Block.coinLo(lo[i]);
      coin += coinLo == before ? 0 : Block.BYTES;
      before = coinLo;
      long word = (long) LONGS.get(coins, coin);
      // without branches, which the processor would guess wrong on half of the tuples
      int isNarrow = isBelow(word >>> 32, narrowShare);
      int isFleet = isBelow(word & 0xFFFF_FFFFL, fleetShare);
      int at = tenant + ((fleet - tenant) & -isFleet);
      LONGS.set(blocks, at, hi[i]);
      LONGS.set(blocks, at + Long.BYTES, lo[i]);
      int step = isNarrow == Block.domain(hi[i]) ? Block.BYTES : 0;
      fleet += step & -isFleet;
      tenant += step & (isFleet - 1);
    }
    routed.fleet.are(blocks, 0, fleet);
    routed.tenant.are(blocks, n * Block.BYTES, tenant - n * Block.BYTES);
    return routed;
  }

  /** Draws the coin of each tuple, one for neighbours of the same two last tokens. */
  private void toss(long[] lo, int from, int n) {
    int coins = 0;
    long before = -1;
    for (int i = 0; i < n; i++) {
      long coinLo = Block.coinLo(lo[from + i]);
      coins += coinLo == before ? 0 : 1;
      before = coinLo;
      LONGS.set(blank, coins * Block.BYTES - Long.BYTES, coinLo);
    }
    for (int at = 0; at < coins * Block.BYTES; at += CHUNK * Block.BYTES) {
      int length = Math.min(CHUNK, coins - at / Block.BYTES) * Block.BYTES;
      draws.draw(blank, at, length, tossed, at);
    }
  }

  private void reserve(int n) {
    if (blank.length >= n * Block.BYTES) {
      return;
    }
    int room = Math.max(n, Math.min(2 * blank.length / Block.BYTES, LARGEST));
    blank = new byte[room * Block.BYTES];
    tossed = new byte[room * Block.BYTES];
    counted = new byte[2 * room * Block.BYTES];
    for (int at = 0; at < blank.length; at += Block.BYTES) {
      LONGS.set(blank, at, Block.COIN_HI);
    }
  }

  /** Returns 1 if a is below b, else 0; both in 0..2^62. */
  private static int isBelow(long a, long b) {
    return (int) ((a - b) >>> 63);
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
