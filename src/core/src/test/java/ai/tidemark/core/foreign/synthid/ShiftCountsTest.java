package ai.tidemark.core.foreign.synthid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The transform counts what counting one by one does. */
final class ShiftCountsTest {
  @Test
  void equalsCountingOneByOne() {
    SplittableRandom random = new SplittableRandom(1);
    for (int size : new int[] {1, 2, 4, 256, 2048}) {
      byte[] table = new byte[size];
      int[] places = new int[size];
      int n = 0;
      for (int i = 0; i < size; i++) {
        table[i] = (byte) random.nextInt(2);
        if (random.nextInt(3) == 0) {
          places[n++] = i;
        }
      }
      int[] expected = new int[size];
      for (int shift = 0; shift < size; shift++) {
        for (int i = 0; i < n; i++) {
          expected[shift] += table[(places[i] + shift) % size];
        }
      }
      assertThat(new ShiftCounts(table).of(places, n)).as("size %d", size).isEqualTo(expected);
    }
  }

  /** The largest count there is, 65,536, is one below the prime. */
  @Test
  void holdsTheLargestCount() {
    byte[] table = new byte[ShiftCounts.MOST];
    int[] places = new int[ShiftCounts.MOST];
    for (int i = 0; i < table.length; i++) {
      table[i] = 1;
      places[i] = i;
    }
    assertThat(new ShiftCounts(table).of(places, places.length)).containsOnly(65_536);
    assertThat(new ShiftCounts(table).of(places, 7)).containsOnly(7);
  }

  @Test
  void refusesOtherSizes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ShiftCounts(new byte[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new ShiftCounts(new byte[1 << 17]));
  }
}
