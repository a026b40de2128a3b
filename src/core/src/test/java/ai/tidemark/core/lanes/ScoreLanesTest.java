package ai.tidemark.core.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proof of {@link ScoreLanes} rests on; that scores are exact is for gumbel's tests. */
final class ScoreLanesTest {
  @BeforeEach
  void vectors() {
    assumeTrue(Lanes.AVAILABLE, "no vectors of 512 bits here");
  }

  @Test
  void noReducedArgumentIsWiderThanTheSeriesAllows() {
    for (int entry = 0; entry < 16; entry++) {
      BigDecimal c = new BigDecimal(ScoreLanes.inverse(entry));
      for (int end = 0; end < 2; end++) {
        BigDecimal z = new BigDecimal(ScoreLanes.least(entry + end));
        BigDecimal r = z.multiply(c).subtract(BigDecimal.ONE).abs();
        assertThat(r).isLessThan(new BigDecimal(ScoreLanes.WIDEST));
      }
    }
    assertThat(ScoreLanes.least(0)).isEqualTo(0.6875);
    assertThat(ScoreLanes.least(16)).isEqualTo(1.375);
  }

  /** The sum of the errors that the proof lists is below 2^-47. */
  @Test
  void errorsOfTheProofAddUp() {
    double r = ScoreLanes.WIDEST;
    double series = Math.pow(r, 9) / 9 / (1 - r);
    assertThat(series).isLessThan(Math.pow(2, -48.4));
    double sum = 0x1p-51 + 0x1p-58 + series + 0x1p-54 + Math.pow(2, -50.2) + 0x1p-53 + 2 * 0x1p-50;
    assertThat(sum).isLessThan(0x1p-47);
  }

  /** More would cost time; none at all would mean that the doubt is not looked at. */
  @Test
  void oneWordInAboutFourteenHundredIsLeftOpen() {
    ScoreLanes lanes = new ScoreLanes();
    long[] words = new long[ScoreLanes.MOST];
    SplittableRandom random = new SplittableRandom(5);
    int opened = 0;
    for (int round = 0; round < 1000; round++) {
      Arrays.setAll(words, _ -> random.nextLong());
      long sum = lanes.floors(words, words, 0, ScoreLanes.MOST);
      assertThat(sum).isEqualTo(Arrays.stream(words).filter(score -> score >= 0).sum());
      opened += lanes.opened();
    }
    // 2 / 2^12 by the ticks and 2^-12 by a small h: 750 expected
    assertThat(opened).isBetween(600, 900);
  }

  @Test
  void fewerThanNoneAndMoreThanMostAreRefused() {
    ScoreLanes lanes = new ScoreLanes();
    assertThatThrownBy(() -> lanes.floors(new long[8], new long[8], 0, -1))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> lanes.floors(new long[2000], new long[2000], 0, 1025))
        .hasMessageContaining("1025");
  }
}
