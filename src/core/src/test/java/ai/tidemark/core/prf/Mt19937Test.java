package ai.tidemark.core.prf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class Mt19937Test {
  @Test
  void wordsAreThoseOfTheReferenceOverManyRounds() {
    Mt19937 random = new Mt19937(1);
    for (int seed : new int[] {0, 1, 5489, -1, Integer.MIN_VALUE}) {
      random.seed(seed);
      ReferenceTwister reference = new ReferenceTwister(seed);
      for (int i = 0; i < 2000; i++) {
        assertThat(random.next()).as("seed %d, word %d", seed, i).isEqualTo(reference.next());
      }
    }
  }

  @Test
  void floatsAreThoseOfPyTorch() {
    Mt19937 random = new Mt19937(0); // torch.rand(5), seed 0
    for (double expected : new double[] {0.496257, 0.768222, 0.088477, 0.132030, 0.307423}) {
      assertThat(random.next24() * 0x1p-24).isCloseTo(expected, within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(5e-7);
  }

  @Test
  void skippingIsReading() {
    Random lengths = new Random(7);
    Mt19937 random = new Mt19937(3);
    ReferenceTwister reference = new ReferenceTwister(3);
    for (int i = 0; i < 200; i++) {
      int skipped = i % 3 == 0 ? lengths.nextInt(3) : lengths.nextInt(700);
      random.skip(skipped);
      for (int j = 0; j < skipped; j++) {
        reference.next();
      }
      assertThat(random.next()).isEqualTo(reference.next());
    }
  }
}
