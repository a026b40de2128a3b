package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums of the kernel are those of the scalar code, which is the specification. */
final class BlockScoresTest {
  private final BlockScores scores = new BlockScores();
  private final SplittableRandom random = new SplittableRandom(20261124);

  @Test
  void everyNumberOfBlocks() {
    byte[] drawn = new byte[BlockScores.MOST * Block.BYTES];
    for (int n = 0; n <= BlockScores.MOST; n++) {
      random.nextBytes(drawn);
      assertThat(scores.sum(drawn, n)).as("n %d", n).isEqualTo(BlockScores.scalar(drawn, n));
    }
    assertThatThrownBy(() -> scores.sum(drawn, BlockScores.MOST + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Half a million words, of all sizes of u and 1 - u. */
  @Test
  void randomWords() {
    long[] words = new long[BlockScores.MOST];
    for (int round = 0; round < 512; round++) {
      for (int i = 0; i < words.length; i++) {
        long w = random.nextLong();
        words[i] = (i & 3) == 0 ? -1 - (w >>> (w & 63)) : (i & 3) == 1 ? w >>> (w & 63) : w;
      }
      assertSame(words, words.length);
    }
  }

  /** Words just below and just above the border of two scores, each among words that are not. */
  @Test
  void bordersInEveryLane() {
    long[] words = new long[64];
    for (JsonNode row : Vectors.read("tidemark-gumbel-aes-v1").get("scores")) {
      long w = Long.parseUnsignedLong(row.get("w").textValue());
      for (int i = 0; i < words.length; i++) {
        words[i] = random.nextLong();
      }
      for (int lane = 0; lane < 8; lane++) {
        words[9 * lane % 64] = w + lane - 4;
      }
      assertSame(words, words.length);
    }
  }

  @Test
  void endsAndPowersOfTwo() {
    long[] words = new long[256];
    for (int bit = 0; bit < 64; bit++) {
      for (int i = 0; i < words.length; i++) {
        words[i] = (i % 2 == 0 ? 1L << bit : -(1L << bit)) + (i - 128);
      }
      assertSame(words, words.length);
    }
  }

  private void assertSame(long[] words, int n) {
    ByteBuffer blocks = ByteBuffer.allocate(n * Block.BYTES);
    for (int i = 0; i < n; i++) {
      blocks.putLong(words[i]).putLong(random.nextLong());
    }
    long scalar = BlockScores.scalar(blocks.array(), n);
    if (scores.sum(blocks.array(), n) != scalar) {
      assertThat(scores.sum(blocks.array(), n)).as("from %d on", words[0]).isEqualTo(scalar);
    }
  }
}
