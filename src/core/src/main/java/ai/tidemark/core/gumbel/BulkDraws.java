package ai.tidemark.core.gumbel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * Many blocks in one {@code Cipher.update}: 0.34 ns a block against 8.4 ns one at a time (Zen 5,
 * JDK 25). 4,096 blocks are 64 KiB in and 64 KiB out, so that both stay in the L2 cache.
 */
final class BulkDraws implements Draws {
  private static final int CHUNK = 4096;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Cipher cipher;
  private byte[] in = new byte[0];
  private byte[] out = new byte[0];

  BulkDraws(DrawKey key) {
    cipher = Aes.cipher(key.secret());
  }

  @Override
  public void words(long[] hi, long[] lo, int from, int to, long[] words) {
    Objects.checkFromToIndex(from, to, Math.min(hi.length, lo.length));
    Objects.checkFromToIndex(0, to - from, words.length);
    for (int start = from; start < to; start += CHUNK) {
      chunk(hi, lo, start, Math.min(to, start + CHUNK), words, start - from);
    }
  }

  private void chunk(long[] hi, long[] lo, int from, int to, long[] words, int first) {
    int bytes = 16 * (to - from);
    if (in.length < bytes) {
      int room = bytes <= 16 * 64 ? 16 * 64 : 16 * CHUNK;
      in = new byte[room];
      out = new byte[room];
    }
    for (int i = from, at = 0; i < to; i++, at += 16) {
      LONGS.set(in, at, hi[i]);
      LONGS.set(in, at + 8, lo[i]);
    }
    try {
      cipher.update(in, 0, bytes, out, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
    for (int i = first, at = 0; at < bytes; i++, at += 16) {
      words[i] = (long) LONGS.get(out, at);
    }
  }

  @Override
  public void draw(byte[] blocks, int from, int length, byte[] out) {
    try {
      cipher.update(blocks, from, length, out, 0);
    } catch (ShortBufferException e) {
      throw new IllegalArgumentException(
          "out must have " + length + " bytes, but has " + out.length, e);
    }
  }
}
