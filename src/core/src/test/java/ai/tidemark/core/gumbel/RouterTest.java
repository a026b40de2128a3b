package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.scheme.Contexts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Coins in bulk say of each tuple what they say of it alone, with vectors and without. */
final class RouterTest {
  private static final long ONE = Contexts.Coined.ONE;
  private static final DrawKey KEY = DrawKey.copyOf(new byte[DrawKey.BYTES]);
  private final SplittableRandom random = new SplittableRandom(20261124);

  @Test
  void scalarRoutesAsTheCoinSays() {
    everySizeAndShare(false);
  }

  @Test
  void vectorsRouteAsTheCoinSays() {
    assumeTrue(Lanes.AVAILABLE, "no vectors of 512 bits here");
    everySizeAndShare(true);
  }

  private void everySizeAndShare(boolean inVectors) {
    long[][] shares = {{ONE / 4, ONE / 2}, {0, ONE}, {ONE, 0}, {1, ONE - 1}, {ONE / 2, ONE / 3}};
    for (long[] share : shares) {
      Contexts.Coined contexts = new Contexts.Coined(4, 2, share[0], share[1]);
      Router router = new Router(contexts, Draws.bulk(KEY), inVectors);
      Coin coin = new Coin(contexts, KEY);
      for (int n : new int[] {3000, 0, 1, 7, 8, 9, 15, 16, 64, 1023, 1024, 1025, 2100, 100}) {
        for (int from : new int[] {0, 3}) {
          long[] hi = random.longs(n + from).toArray(); // all four domains
          long[] lo = random.longs(n + from).toArray();
          router.route(hi, lo, from, n);
          byte[] blocks = router.blocks();
          int tenant = router.tenantStart();
          assertThat(Arrays.copyOf(blocks, router.fleetBytes()))
              .isEqualTo(expected(coin, Tier.FLEET, hi, lo, from));
          assertThat(Arrays.copyOfRange(blocks, tenant, tenant + router.tenantBytes()))
              .isEqualTo(expected(coin, Tier.TENANT, hi, lo, from));
        }
      }
    }
  }

  private static byte[] expected(Coin coin, Tier tier, long[] hi, long[] lo, int from) {
    ByteBuffer blocks = ByteBuffer.allocate(Block.BYTES * hi.length);
    for (int i = from; i < hi.length; i++) {
      long word = coin.word(lo[i]);
      if (coin.domain(word) == Block.domain(hi[i]) && coin.tier(word) == tier) {
        blocks.putLong(hi[i]).putLong(lo[i]);
      }
    }
    return Arrays.copyOf(blocks.array(), blocks.position());
  }

  @Test
  void moreThanAnArrayHoldsAreRefused() {
    Coin coin = new Coin(Contexts.Coined.DEFAULT, KEY);
    long[] tuples = new long[Router.LARGEST + 1];
    assertThatThrownBy(() -> coin.route(tuples, tuples, 0, tuples.length))
        .hasMessageContaining("33554433");
  }
}
