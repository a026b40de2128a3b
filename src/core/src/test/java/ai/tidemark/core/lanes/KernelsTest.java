package ai.tidemark.core.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tidemark.core.prf.JenkinsHash;
import ai.tidemark.core.prf.Murmur3;
import ai.tidemark.core.prf.Philox4x32;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kernel on edges and random words against the scalar function that specifies it. */
final class KernelsTest {
  private static final int[] SIZES = {0, 1, 7, 8, 9, 15, 17, 31, 500, Lanes.CHUNK};

  @BeforeEach
  void vectors() {
    assumeTrue(Lanes.AVAILABLE, "no vectors of 512 bits here");
  }

  /** Fails if a multiplier, a Weyl constant or the number of rounds differs. */
  @Test
  void philox() {
    Philox4x32 scalar = new Philox4x32();
    for (int n : SIZES) {
      long[][] in = {
        Words.longs(0),
        Words.longs(1),
        Words.longs(2),
        Words.longs(3),
        Words.longs(4),
        Words.longs(5)
      };
      long[][] x = new long[6][];
      Arrays.setAll(x, i -> in[i].clone());
      PhiloxLanes.blocks(x[0], x[1], x[2], x[3], x[4], x[5], n);
      long[] lanes = Words.longs(6);
      long[] picked = x[0].clone();
      PhiloxLanes.pick(picked, x[1], x[2], x[3], lanes, n);
      for (int i = 0; i < n; i++) {
        scalar.block(
            (int) in[0][i],
            (int) in[1][i],
            (int) in[2][i],
            (int) in[3][i],
            (int) in[4][i],
            (int) in[5][i]);
        for (int word = 0; word < 4; word++) {
          assertThat((int) x[word][i]).isEqualTo(scalar.word(word));
        }
        assertThat((int) picked[i]).isEqualTo(scalar.word((int) lanes[i]));
      }
      assertThat(x[4]).isEqualTo(in[4]);
    }
  }

  /** Fails if a multiplier, a rotation or the added constant differs. */
  @Test
  void murmur() {
    int[] first = Words.ints(0);
    int[] second = Words.ints(1);
    for (int n : SIZES) {
      for (int state : new int[] {0, 1, -1, 0x12345678}) {
        int[] hashes = new int[Lanes.CHUNK];
        MurmurLanes.mix(state, first, hashes, n);
        MurmurLanes.mix(hashes, second, n);
        MurmurLanes.finish(hashes, 4, n);
        for (int i = 0; i < n; i++) {
          int mixed = Murmur3.mix(Murmur3.mix(state, first[i]), second[i]);
          assertThat(hashes[i]).isEqualTo(Murmur3.finish(mixed, 4));
        }
      }
    }
  }

  /** Fails if a shift differs, or shifts in zeros for signs. */
  @Test
  void jenkins() {
    int[] values = Words.ints(0);
    long[] factors = Words.longs(1);
    for (int n : SIZES) {
      long[] hashes = new long[Lanes.CHUNK];
      long[] least = Words.longs(2);
      JenkinsLanes.afterOne(values, hashes, n);
      JenkinsLanes.leastProducts(factors, values, least, n);
      for (int i = 0; i < n; i++) {
        long hash = JenkinsHash.of(values[i] + 1);
        assertThat(hashes[i]).isEqualTo(hash);
        assertThat(least[i]).isEqualTo(Math.min(Words.longs(2)[i], factors[i] * hash));
      }
    }
  }

  /** Fails if the multiplier, the rounds, the shift or the bit differs. */
  @Test
  void chainsOfACongruence() {
    long[] keys = {1, -1, Long.MAX_VALUE, 0x9E3779B97F4A7C15L};
    long[] weights = {290, 281, 7, 1};
    for (int n : SIZES) {
      long[] sums = new long[Lanes.CHUNK];
      LcgLanes.weightedBits(Words.longs(0), keys, weights, sums, n);
      for (int i = 0; i < n; i++) {
        assertThat(sums[i]).isEqualTo(weightedBits(Words.longs(0)[i], keys, weights));
      }
    }
  }

  private static final long FACTOR = 6364136223846793005L;

  private static long weightedBits(long hash, long[] keys, long[] weights) {
    long sum = 0;
    for (int layer = 0; layer < keys.length; layer++) {
      long k = (hash + keys[layer]) * FACTOR + 1;
      for (int round = 0; round < 12; round++) {
        k = ((k + 1) * FACTOR + 1) >> 5;
      }
      sum += weights[layer] * ((k >>> 30) & 1);
    }
    return sum;
  }

  /** Fails if a digit is lost, or the last subtraction. */
  @Test
  void remainders() {
    for (int n : SIZES) {
      for (long offset : new long[] {0, 1, Long.MIN_VALUE, 500001713L * 77}) {
        long[] levels = Words.longs(0);
        MersenneLanes.levels(levels, offset, 15485863L * 40499, 13, n);
        for (int i = 0; i < n; i++) {
          long h = (Words.longs(0)[i] + offset) * (15485863L * 40499);
          assertThat(levels[i]).isEqualTo(Math.floorMod(h ^ (h >> 13), 8191L));
        }
      }
    }
    long[] multiples = new long[Lanes.CHUNK]; // of the prime, and their neighbours
    for (int i = 0; i < multiples.length; i++) {
      multiples[i] = (i - 256) * (Long.MAX_VALUE / 8191 / 512) * 8191 + (i % 3 - 1);
    }
    long[] levels = multiples.clone();
    MersenneLanes.levels(levels, 0, 1, 63, Lanes.CHUNK); // h xor its sign
    for (int i = 0; i < levels.length; i++) {
      assertThat(levels[i]).isEqualTo(Math.floorMod(multiples[i] ^ (multiples[i] >> 63), 8191L));
    }
  }

  @Test
  void tooMany() {
    assertThatThrownBy(() -> MurmurLanes.finish(new int[Lanes.CHUNK], 1, Lanes.CHUNK + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..512, but is 513");
  }
}
