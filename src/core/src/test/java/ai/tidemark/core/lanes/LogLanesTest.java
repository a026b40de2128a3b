package ai.tidemark.core.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same doubles as {@link StrictMath#log} gives; fails if any of its constants differs. */
final class LogLanesTest {
  private final double[] values = new double[Lanes.CHUNK];
  private final long[] scores = new long[Lanes.CHUNK];

  @BeforeEach
  void vectors() {
    assumeTrue(Lanes.AVAILABLE, "no vectors of 512 bits here");
  }

  @Test
  void everyExponentAndEveryBranch() {
    SplittableRandom random = new SplittableRandom(20261124);
    long[] borders = {
      0,
      1,
      2,
      3,
      0xFFFFFL << 32,
      0xFFFFEL << 32,
      0xFFFFDL << 32,
      0x6A09BL << 32,
      0x6A09CL << 32,
      0x6147AL << 32,
      0x61479L << 32,
      0x6147BL << 32,
      0x6B851L << 32,
      0x6B852L << 32,
      0x6B850L << 32
    };
    int filled = 0;
    for (long exponent = 1; exponent <= 1023; exponent++) {
      for (int k = 0; k < 128; k++) {
        long tail = random.nextLong() & 0xFFFF_FFFFL;
        long fraction =
            k < borders.length
                ? borders[k]
                : k < 2 * borders.length
                    ? borders[k - borders.length] | tail
                    : random.nextLong() & 0xF_FFFF_FFFF_FFFFL;
        double x = Double.longBitsToDouble(exponent << 52 | fraction);
        values[filled++] = exponent == 1023 ? 1 : x;
        if (filled == Lanes.CHUNK) {
          check();
          filled = 0;
        }
      }
    }
  }

  /** Where the source changes its formula, for the exponents that scores have most often. */
  @Test
  void bordersOfTheBranches() {
    SplittableRandom random = new SplittableRandom(7);
    for (long border : new long[] {0x61479, 0x6147A, 0x6A09B, 0x6A09C, 0x6B851, 0x6B852}) {
      for (long exponent = 1015; exponent <= 1022; exponent++) {
        for (int round = 0; round < 32; round++) {
          for (int i = 0; i < Lanes.CHUNK; i++) {
            long tail = random.nextLong() & 0xFFFF_FFFFL;
            values[i] = Double.longBitsToDouble(exponent << 52 | border << 32 | tail);
          }
          check();
        }
      }
    }
  }

  /** Close to 1 from below the source takes its short series. */
  @Test
  void closeToOne() {
    for (int from = 0; from < 1 << 20; from += Lanes.CHUNK) {
      for (int i = 0; i < Lanes.CHUNK; i++) {
        values[i] = 1 - (from + i) * 0x1p-40;
      }
      check();
    }
  }

  private void check() {
    double[] results = values.clone();
    LogLanes.minusLn(results, Lanes.CHUNK);
    for (int i = 0; i < Lanes.CHUNK; i++) {
      assertSame(results[i], -StrictMath.log(values[i]));
    }
  }

  /** All 2^24 values of the uniform that has 24 bits: nats and scores. */
  @Test
  void everyWordOf24Bits() {
    long[] words = new long[Lanes.CHUNK];
    for (int from = 0; from < 1 << 24; from += Lanes.CHUNK) {
      for (int i = 0; i < Lanes.CHUNK; i++) {
        words[i] = (long) (from + i) << 8 | 0xABCD_0000_0000_0000L | (i & 0xFF);
      }
      LogLanes.nats24(words, values, Lanes.CHUNK);
      LogLanes.floors(values, scores, Lanes.CHUNK);
      for (int i = 0; i < Lanes.CHUNK; i++) {
        float u = (float) ((from + i + 1) / (double) ((1 << 24) + 1));
        double nats = -StrictMath.log(1.0 - u);
        if (Double.doubleToRawLongBits(values[i]) != Double.doubleToRawLongBits(nats)
            || scores[i] != (long) (nats * 0x1p32)) {
          throw new AssertionError("level " + (from + i) + ": " + values[i] + ", not " + nats);
        }
      }
    }
  }

  /** One word of every 1,021, and both ends. */
  @Test
  void wordsOf32Bits() {
    words32(0, 1 << 16, 1);
    words32((1L << 32) - (1 << 16), 1L << 32, 1);
    words32(0, 1L << 32, 1021);
  }

  /** All of them: half a minute. */
  @Test
  @Tag("statistics")
  void everyWordOf32Bits() {
    words32(0, 1L << 32, 1);
  }

  private void words32(long from, long to, long step) {
    int[] words = new int[Lanes.CHUNK];
    for (long first = from; first < to; first += Lanes.CHUNK * step) {
      int n = (int) Math.min(Lanes.CHUNK, (to - first + step - 1) / step);
      for (int i = 0; i < n; i++) {
        words[i] = (int) (first + i * step);
      }
      LogLanes.nats32(words, values, n);
      LogLanes.floors(values, scores, n);
      for (int i = 0; i < n; i++) {
        double u = ((words[i] & 0xFFFF_FFFFL) + 0.5) * 0x1p-32;
        double nats = -StrictMath.log(1 - u);
        if (Double.doubleToRawLongBits(values[i]) != Double.doubleToRawLongBits(nats)
            || scores[i] != (long) (nats * 0x1p32)) {
          throw new AssertionError("word " + words[i] + ": " + values[i] + ", not " + nats);
        }
      }
    }
  }

  /** Zeros of either sign are the same. */
  private static void assertSame(double actual, double expected) {
    if (actual != expected) {
      assertThat(actual).isEqualTo(expected);
    }
  }
}
