package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The logarithm in 64-bit integers is as close as it says, and says where that is not enough. */
final class LongLogTest {
  private final SplittableRandom random = new SplittableRandom(20261124);

  @Test
  void errorIsWithinItsBoundForAllSizesOfWords() {
    long largest = 0;
    for (int i = 0; i < 20_000; i++) {
      long w = random.nextLong();
      largest = Math.max(largest, error(i % 2 == 0 ? w : -2 - (w >>> (w & 63))));
    }
    for (long i = 0; i < 500; i++) {
      largest = Math.max(largest, Math.max(error(i), error(-2 - i)));
    }
    assertThat(largest).isBetween(1L, LongLog.ERROR);
  }

  /** Both ends of every entry of the table, where r is widest. */
  @Test
  void endsOfTheTable() {
    for (long entry = 0; entry < 128; entry++) {
      for (int zeros = 0; zeros < 3; zeros++) {
        long rest = ((1L << 63) | (entry << 56)) >>> zeros;
        assertThat(error(~rest)).isLessThanOrEqualTo(LongLog.ERROR);
        assertThat(error(~(rest | (((1L << 56) - 1) >>> zeros))))
            .isLessThanOrEqualTo(LongLog.ERROR);
      }
    }
  }

  /** Words at the border of two scores, of which a double decides none. */
  @Test
  void decidesOrAbstains() {
    int abstained = 0;
    for (JsonNode row : Vectors.read("tidemark-gumbel-aes-v1").get("scores")) {
      for (int d = -2; d <= 2; d++) {
        long w = Long.parseUnsignedLong(row.get("w").textValue()) + d;
        long score = LongLog.score(w);
        abstained += score < 0 ? 1 : 0;
        if (score >= 0) {
          assertThat(score).as("w %s", Long.toUnsignedString(w)).isEqualTo(Score.exact(w));
        }
      }
    }
    assertThat(abstained).isPositive();
  }

  /** One word in 2^25 / 68 = 493,447. */
  @Test
  void hardlyAnyWordIsLeft() {
    int left = 0;
    for (int i = 0; i < 4_000_000; i++) {
      left += LongLog.score(random.nextLong()) < 0 ? 1 : 0;
    }
    assertThat(left).isBetween(1, 25); // 8.1 expected
  }

  /** Returns the error in units of 2^-57, rounded up. */
  private static long error(long w) {
    BigInteger r = BigInteger.ONE.shiftLeft(64).subtract(unsigned(w));
    BigInteger twice = r.shiftLeft(1).subtract(BigInteger.ONE); // 2^65 - 2 w - 1
    BigInteger exact = FixedPointLog.minusLn(twice, 65, 57 + 32);
    BigInteger own = BigInteger.valueOf(LongLog.minusLn(w)).shiftLeft(32);
    return own.subtract(exact).abs().shiftRight(32).longValueExact() + 1;
  }

  private static BigInteger unsigned(long w) {
    return new BigInteger(Long.toUnsignedString(w));
  }
}
