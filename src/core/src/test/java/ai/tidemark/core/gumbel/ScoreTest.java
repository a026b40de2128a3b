package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The floor is the mathematical one, and the slow path is really taken. */
final class ScoreTest {
  @Test
  void vectorsOfWhichHalfLieAtTheBorderOfTwoValues() {
    int undecided = 0;
    JsonNode rows = Vectors.read("tidemark-gumbel-aes-v1").get("scores");
    for (JsonNode row : rows) {
      long w = Long.parseUnsignedLong(row.get("w").textValue());
      long s = Long.parseLong(row.get("s").textValue());
      assertThat(Score.of(w)).as("w %s", row.get("w")).isEqualTo(s);
      assertThat(Score.exact(w)).as("w %s", row.get("w")).isEqualTo(s);
      undecided += Score.fastDecides(w) ? 0 : 1;
    }
    assertThat(rows.size()).isGreaterThan(1400);
    assertThat(undecided).as("words that need the slow path").isGreaterThan(300);
  }

  /** A double's floor alone would be wrong on the borders: without the slow path this fails. */
  @Test
  void doublesAloneWouldBeWrong() {
    int wrong = 0;
    for (JsonNode row : Vectors.read("tidemark-gumbel-aes-v1").get("scores")) {
      long w = Long.parseUnsignedLong(row.get("w").textValue());
      double v = ((double) (~w >>> 1) * 2 + (~w & 1) + 0.5) * 0x1p-64;
      wrong += (long) Math.floor(-Math.log(v) * 0x1p32) == Score.of(w) ? 0 : 1;
    }
    assertThat(wrong).isGreaterThan(100);
  }

  @Test
  void randomWordsAgreeWithExactArithmetic() {
    SplittableRandom random = new SplittableRandom(20261123);
    int undecided = 0;
    for (int i = 0; i < 100_000; i++) {
      long w = random.nextLong();
      assertExact(w);
      undecided += Score.fastDecides(w) ? 0 : 1;
    }
    // 2 DOUBT = 1/8192 of the words: 12.2 expected
    assertThat(undecided).isBetween(2, 30);
  }

  @Test
  void wordsNearBothEndsAndPowersOfTwoAgree() {
    for (long i = 0; i < 2000; i++) {
      assertExact(i);
      assertExact(-1 - i);
    }
    for (int bit = 0; bit < 64; bit++) {
      for (long d = -3; d <= 3; d++) {
        assertExact((1L << bit) + d);
        assertExact(-(1L << bit) + d);
      }
    }
  }

  @Test
  void neighboursOfBordersAgree() {
    JsonNode rows = Vectors.read("tidemark-gumbel-aes-v1").get("scores");
    for (JsonNode row : rows) {
      long w = Long.parseUnsignedLong(row.get("w").textValue());
      for (long d = -2; d <= 2; d++) {
        assertExact(w + d);
      }
    }
  }

  /** Fails if a lane's doubt is smaller, or a constant of the logarithm differs. */
  @Test
  void manyAtOnceAreTheSame() {
    SplittableRandom random = new SplittableRandom(7);
    long[] words = new long[200_003];
    int filled = 0;
    for (JsonNode row : Vectors.read("tidemark-gumbel-aes-v1").get("scores")) {
      words[filled++] = Long.parseUnsignedLong(row.get("w").textValue());
    }
    for (int bit = 0; bit < 64; bit++) {
      for (long d = -3; d <= 3; d++) {
        words[filled++] = (1L << bit) + d;
      }
    }
    while (filled < words.length) {
      long w = random.nextLong();
      words[filled++] = (filled & 3) == 0 ? -1 - (w >>> (w & 63)) : w;
    }
    long[] scores = new long[words.length];
    Score.of(words, scores, words.length);
    for (int i = 0; i < words.length; i++) {
      if (scores[i] != Score.of(words[i])) {
        assertThat(scores[i]).as("w %s", words[i]).isEqualTo(Score.of(words[i]));
      }
    }
    Score.of(words, scores, 0);
  }

  private static void assertExact(long w) {
    assertThat(Score.of(w)).as("w %s", Long.toUnsignedString(w)).isEqualTo(Score.exact(w));
  }

  @Test
  void rangeIsAsDocumented() {
    assertThat(Score.of(0)).isZero();
    assertThat(Score.of(-1)).isEqualTo(193_507_890_668L); // 65 ln 2 * 2^32
    assertThat((long) Math.floor(65 * Math.log(2) * 0x1p32)).isEqualTo(193_507_890_668L);
  }

  @Test
  void scoresRiseWithTheWord() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100_000; i++) {
      long a = random.nextLong();
      long b = random.nextLong();
      boolean below = Long.compareUnsigned(a, b) < 0;
      assertThat(below ? Score.of(a) <= Score.of(b) : Score.of(a) >= Score.of(b)).isTrue();
    }
  }
}
