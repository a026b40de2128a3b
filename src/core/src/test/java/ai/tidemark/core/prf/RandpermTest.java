package ai.tidemark.core.prf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The whole shuffle, done plainly, is the specification. */
final class RandpermTest {
  private static final int[][] SIZES = {
    {2, 1},
    {3, 1},
    {3, 2},
    {10, 9},
    {227, 226},
    {228, 227},
    {229, 3},
    {455, 454},
    {626, 625},
    {1000, 250},
    {1024, 512},
    {4099, 2049}
  };

  @Test
  void followingOneElementAgreesWithTheWholeShuffle() {
    Random seeds = new Random(11);
    for (int[] size : SIZES) {
      Randperm lists = new Randperm(size[0], size[1]);
      for (int round = 0; round < 20; round++) {
        int seed = round == 0 ? 0 : seeds.nextInt();
        boolean[] green = mask(ReferenceTwister.randperm(seed, size[0]), size[1]);
        for (int x = 0; x < size[0]; x++) {
          assertThat(lists.contains(seed, x))
              .as("n %d, k %d, seed %d, x %d", size[0], size[1], seed, x)
              .isEqualTo(green[x]);
        }
        assertThat(lists.contains(seed, size[0])).isFalse();
        assertThat(lists.contains(seed, -1)).isFalse();
      }
    }
  }

  @Test
  void followingAgreesOnVocabulariesOfModels() {
    Random random = new Random(12);
    for (int[] size : new int[][] {{32000, 8000}, {262144, 65536}, {1 << 24, 1 << 12}}) {
      Randperm lists = new Randperm(size[0], size[1]);
      int seed = random.nextInt();
      int[] permutation = ReferenceTwister.randperm(seed, size[0]);
      boolean[] green = mask(permutation, size[1]);
      for (int i = 0; i < 300; i++) {
        int x = i % 2 == 0 ? random.nextInt(size[0]) : permutation[random.nextInt(size[1])];
        assertThat(lists.contains(seed, x)).isEqualTo(green[x]);
      }
    }
  }

  @Test
  void listsAreTheBeginningOfTheShuffle() {
    Random seeds = new Random(13);
    for (int[] size : SIZES) {
      Randperm lists = new Randperm(size[0], size[1]);
      int seed = seeds.nextInt();
      int[] permutation = ReferenceTwister.randperm(seed, size[0]);
      assertThat(lists.first(seed)).isEqualTo(Arrays.copyOf(permutation, size[1]));
      assertThat(lists.copy().first(seed)).isEqualTo(Arrays.copyOf(permutation, size[1]));
      assertThat(Randperm.whole(seed, size[0])).isEqualTo(permutation);
      long[] bits = new long[(size[0] + 63) / 64];
      Arrays.fill(bits, -1);
      lists.mark(seed, bits);
      boolean[] green = mask(permutation, size[1]);
      for (int x = 0; x < 64 * bits.length; x++) {
        boolean expected = x < size[0] && green[x];
        assertThat((bits[x / 64] >>> (x % 64) & 1) != 0).isEqualTo(expected);
      }
    }
    assertThat(Randperm.whole(5, 1)).containsExactly(0);
  }

  @Test
  void knownPermutationOfPyTorch() {
    assertThat(Randperm.whole(0, 10)).containsExactly(4, 1, 7, 5, 3, 9, 0, 8, 6, 2);
  }

  @Test
  void cachedListsAnswerTheSameWhateverTheirMemory() {
    Random random = new Random(14);
    Randperm plain = new Randperm(500, 125);
    for (long bytes : new long[] {0, 1000, 1 << 20}) {
      GreenLists cached = new GreenLists(new Randperm(500, 125), bytes);
      for (int i = 0; i < 20_000; i++) {
        // a few seeds often, many seldom, so that places are taken over while lists stand in them
        int rank = (int) (40 * Math.pow(random.nextDouble(), 3));
        int seed = rank * 0x01000193;
        int x = random.nextInt(502) - 1;
        assertThat(cached.contains(seed, x)).isEqualTo(plain.contains(seed, x));
      }
    }
  }

  @Test
  void sizesAreChecked() {
    assertThatThrownBy(() -> new Randperm(10, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k must be in 1..n-1, but is 10 of 10");
    assertThatThrownBy(() -> new Randperm((1 << 24) + 1, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777217");
  }

  private static boolean[] mask(int[] permutation, int k) {
    boolean[] mask = new boolean[permutation.length];
    for (int i = 0; i < k; i++) {
      mask[permutation[i]] = true;
    }
    return mask;
  }
}
