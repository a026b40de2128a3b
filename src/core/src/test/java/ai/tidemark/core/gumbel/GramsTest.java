package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.scheme.Contexts;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The set that a document is added to holds the tuples that the specification pushes. */
final class GramsTest {
  private static final long HALF = Contexts.Coined.ONE / 2;
  private static final int[] UNFIT = {Block.ID_LIMIT, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};

  @Test
  void addedAsPushedForEveryWidthAndShare() {
    SplittableRandom random = new SplittableRandom(20261124);
    for (int wide = 3; wide <= 6; wide++) {
      for (int narrow = 2; narrow < wide; narrow++) {
        for (long share : new long[] {0, HALF, Contexts.Coined.ONE}) {
          same(new Contexts.Coined(wide, narrow, share, HALF), random);
        }
      }
    }
  }

  private static void same(Contexts.Coined contexts, SplittableRandom random) {
    TupleSet set = new TupleSet(0);
    TupleSet pushed = new TupleSet(0);
    for (int n : new int[] {0, 1, 3, 4, 5, 6, 7, 8, 30, 400}) {
      int[] ids = new int[n + 3];
      for (int i = 0; i < ids.length; i++) {
        ids[i] =
            switch (random.nextInt(12)) {
              case 0 -> UNFIT[random.nextInt(UNFIT.length)];
              case 1 -> Block.ID_LIMIT - 1;
              case 2 -> random.nextInt(Block.ID_LIMIT);
              default -> random.nextInt(4);
            };
      }
      set.clear(2 * n);
      pushed.clear();
      int positions = Grams.forEach(contexts, ids, n, pushed::add);
      assertThat(Grams.addTo(set, contexts, ids, n)).isEqualTo(positions);
      assertThat(set.size()).isEqualTo(pushed.size());
      assertThat(Arrays.copyOf(set.hi(), set.size()))
          .isEqualTo(Arrays.copyOf(pushed.hi(), set.size()));
      assertThat(Arrays.copyOf(set.lo(), set.size()))
          .isEqualTo(Arrays.copyOf(pushed.lo(), set.size()));
    }
  }

  @Test
  void moreIdsThanThereAreAreRefused() {
    assertThatThrownBy(() -> Grams.addTo(new TupleSet(0), Contexts.Coined.DEFAULT, new int[5], 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
