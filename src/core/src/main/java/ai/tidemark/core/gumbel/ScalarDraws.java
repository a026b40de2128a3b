package ai.tidemark.core.gumbel;

import java.nio.ByteBuffer;
import java.util.Objects;
import javax.crypto.Cipher;

/** The specification: one block, one call. */
final class ScalarDraws implements Draws {
  private final Cipher cipher;

  ScalarDraws(DrawKey key) {
    cipher = Aes.cipher(key.secret());
  }

  @Override
  public void words(long[] hi, long[] lo, int from, int to, long[] words) {
    Objects.checkFromToIndex(from, to, Math.min(hi.length, lo.length));
    Objects.checkFromToIndex(0, to - from, words.length);
    for (int i = from; i < to; i++) {
      byte[] block = ByteBuffer.allocate(16).putLong(hi[i]).putLong(lo[i]).array();
      words[i - from] = ByteBuffer.wrap(cipher.update(block)).getLong();
    }
  }

  @Override
  public void draw(byte[] blocks, int from, int length, byte[] out, int to) {
    for (int at = 0; at < length; at += Block.BYTES) {
      byte[] drawn = cipher.update(blocks, from + at, Block.BYTES);
      System.arraycopy(drawn, 0, out, to + at, Block.BYTES);
    }
  }
}
