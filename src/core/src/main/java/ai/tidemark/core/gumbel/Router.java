package ai.tidemark.core.gumbel;

import ai.tidemark.core.lanes.BlockLanes;
import ai.tidemark.core.lanes.CoinLanes;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.scheme.Contexts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Tosses the coins of many tuples in bulk and lays out the blocks of those that count, tier by
 * tier, in memory of its own. In vectors where this JVM has them. Not thread-safe.
 */
final class Router {
  /** Tuples that one call can route: twice as many blocks must fit an array. */
  static final int LARGEST = 1 << 25;

  private static final int CHUNK = 1024; // 16 KiB in and 16 KiB out stay in the nearest cache
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Contexts.Coined contexts;
  private final Draws draws;
  private final byte[] coins = new byte[CHUNK * Block.BYTES];
  private final @Nullable CoinLanes lanes;
  private byte[] tossed = new byte[0];
  private byte[] blocks = new byte[0];
  private int tenantStart;
  private int fleetEnd;
  private int tenantEnd;

  Router(Contexts.Coined contexts, Draws draws) {
    this(contexts, draws, Lanes.AVAILABLE);
  }

  Router(Contexts.Coined contexts, Draws draws, boolean inVectors) {
    this.contexts = contexts;
    this.draws = draws;
    this.lanes = inVectors ? new CoinLanes() : null;
  }

  /**
   * Routes tuples from on to {@link #blocks}.
   *
   * @param hi bits 127..64, shape [>= from + n]
   * @param lo bits 63..0, shape [>= from + n]
   * @param n in 0..{@link #LARGEST}
   */
  void route(long[] hi, long[] lo, int from, int n) {
    if (tossed.length < n * Block.BYTES) {
      tossed = new byte[n * Block.BYTES];
      blocks = new byte[2 * n * Block.BYTES];
    }
    for (int i = 0; i < n; i += CHUNK) {
      toss(lo, from + i, Math.min(CHUNK, n - i), i * Block.BYTES);
    }
    tenantStart = n * Block.BYTES;
    int whole = 0;
    fleetEnd = 0;
    tenantEnd = tenantStart;
    if (lanes != null) {
      whole = n & -BlockLanes.STEP;
      lanes.route(
          hi,
          lo,
          from,
          whole,
          tossed,
          contexts.narrowShare(),
          contexts.fleetShare(),
          blocks,
          tenantStart);
      fleetEnd = lanes.fleetEnd();
      tenantEnd = lanes.tenantEnd();
    }
    route(hi, lo, from, whole, n);
  }

  /** Draws the coins of some tuples. */
  private void toss(long[] lo, int from, int n, int at) {
    int whole = 0;
    if (lanes != null) {
      whole = n & -BlockLanes.STEP;
      CoinLanes.blocks(lo, from, whole, Block.COIN_HI, Block.COIN_LO_MASK, coins);
    }
    for (int i = whole; i < n; i++) {
      LONGS.set(coins, i * Block.BYTES, Block.COIN_HI);
      LONGS.set(coins, i * Block.BYTES + Long.BYTES, Block.coinLo(lo[from + i]));
    }
    draws.draw(coins, 0, n * Block.BYTES, tossed, at);
  }

  /**
   * The specification. Without branches: the processor would guess wrong on half of the tuples, and
   * writing a tuple that does not count, where the next one goes, costs less.
   */
  private void route(long[] hi, long[] lo, int from, int first, int n) {
    byte[] to = blocks;
    int fleet = fleetEnd;
    int tenant = tenantEnd;
    for (int i = first; i < n; i++) {
      long high = hi[from + i];
      long word = (long) LONGS.get(tossed, i * Block.BYTES);
      int isNarrow = isBelow(word >>> 32, contexts.narrowShare());
      int isFleet = isBelow(word & 0xFFFF_FFFFL, contexts.fleetShare());
      int at = tenant + ((fleet - tenant) & -isFleet);
      LONGS.set(to, at, high);
      LONGS.set(to, at + Long.BYTES, lo[from + i]);
      int step = isNarrow == Block.domain(high) ? Block.BYTES : 0;
      fleet += step & -isFleet;
      tenant += step & (isFleet - 1);
    }
    fleetEnd = fleet;
    tenantEnd = tenant;
  }

  /** Returns 1 if a is below b, else 0; both in 0..2^32. */
  private static int isBelow(long a, long b) {
    return (int) ((a - b) >>> 63);
  }

  /** Returns the live array of blocks; valid until the next call. */
  byte[] blocks() {
    return blocks;
  }

  /** Returns the bytes of the fleet's blocks, which start at 0. */
  int fleetBytes() {
    return fleetEnd;
  }

  /** Returns where the tenant's blocks start. */
  int tenantStart() {
    return tenantStart;
  }

  /** Returns the bytes of the tenant's blocks. */
  int tenantBytes() {
    return tenantEnd - tenantStart;
  }
}
