package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.scheme.Contexts;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scalar kernel is the specification; the bulk kernel returns the same words. */
final class DrawsTest {
  private static final DrawKey KEY =
      DrawKey.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

  /** In a process that has seen enough, bulk work is in vectors where there are any. */
  @BeforeAll
  static void seeEnough() {
    assertThat(Bulk.inVectors((int) Bulk.FIRST + 1)).isEqualTo(Lanes.AVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 63, 64, 65, 4095, 4096, 4097, 8192, 10_000})
  void bulkEqualsScalarAtEveryOffset(int size) {
    SplittableRandom random = new SplittableRandom(size);
    Draws bulk = Draws.bulk(KEY);
    Draws scalar = Draws.scalar(KEY);
    for (int from : new int[] {0, 1, 3, 7}) {
      long[] hi = random.longs(size + from + 5L).toArray();
      long[] lo = random.longs(size + from + 5L).toArray();
      long[] fast = filled(hi.length);
      long[] slow = filled(hi.length);
      bulk.words(hi, lo, from, from + size, fast);
      scalar.words(hi, lo, from, from + size, slow);
      assertThat(fast).isEqualTo(slow);
      assertThat(fast[size]).as("beyond the range").isEqualTo(77);
      for (int i = 0; i < size; i += 1 + size / 9) {
        assertThat(fast[i]).isEqualTo(scalar.word(hi[from + i], lo[from + i]));
      }
    }
  }

  private static DrawKey key(int number) {
    byte[] bytes = new byte[DrawKey.BYTES];
    bytes[0] = (byte) number;
    return DrawKey.copyOf(bytes);
  }

  private static long[] filled(int n) {
    long[] values = new long[n];
    java.util.Arrays.fill(values, 77);
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 2047, 2048, 2049, 5000})
  void blocksLaidOutOnceGiveTheSameEvidenceUnderEveryKey(int size) {
    SplittableRandom random = new SplittableRandom(size);
    TupleSet tuples = new TupleSet(16);
    while (tuples.size() < size) {
      tuples.add(random.nextLong() >>> 2, random.nextLong()); // wide
    }
    try (DrawKey coin = key(1)) {
      Coin.Routed routed =
          new Coin(Contexts.Coined.DEFAULT, coin).route(tuples.hi(), tuples.lo(), 0, size);
      for (int k = 2; k < 5; k++) {
        Evidence bulk = routed.fleet().evidence(Draws.bulk(key(k)));
        assertThat(bulk).isEqualTo(routed.fleet().evidence(Draws.scalar(key(k))));
        ScoreSum[] sum = {ScoreSum.ZERO};
        routed.fleet().forEachWord(Draws.bulk(key(k)), w -> sum[0] = sum[0].plus(Score.of(w)));
        assertThat(bulk).isEqualTo(new Evidence(routed.fleet().size(), sum[0]));
      }
    }
  }

  @Test
  void inputAndOutputMayBeOneArray() {
    long[] hi = new SplittableRandom(1).longs(5000).toArray();
    long[] lo = new SplittableRandom(2).longs(5000).toArray();
    long[] words = new long[5000];
    Draws.scalar(KEY).words(hi, lo, 0, 5000, words);
    Draws.bulk(KEY).words(hi, lo, 0, 5000, lo);
    assertThat(lo).isEqualTo(words);
  }

  @Test
  void rangesAreChecked() {
    for (Draws draws : new Draws[] {Draws.bulk(KEY), Draws.scalar(KEY)}) {
      assertThatThrownBy(() -> draws.words(new long[3], new long[2], 0, 3, new long[3]))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> draws.words(new long[3], new long[3], 2, 1, new long[3]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void keysKeepTheirSecret() {
    byte[] bytes = new byte[16];
    bytes[3] = 7;
    DrawKey key = DrawKey.copyOf(bytes);
    DrawKey same = DrawKey.copyOf(bytes);
    bytes[3] = 8; // the key holds a copy
    assertThat(key).isEqualTo(same).isNotEqualTo(DrawKey.copyOf(bytes));
    assertThat(key.toString()).isEqualTo("DrawKey[secret]");
    key.close();
    assertThatThrownBy(() -> Draws.bulk(key)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> DrawKey.copyOf(new byte[15])).hasMessageContaining("15");
  }
}
