package ai.tidemark.benchmarks.kernels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** Draws as a program would that nobody made fast: one {@code Cipher.update} per block. */
final class OneByOne {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Cipher cipher;
  private final byte[] block = new byte[16];
  private final byte[] drawn = new byte[16];

  OneByOne(byte[] key) {
    try {
      // ECB on distinct blocks is AES used as a PRF, not as encryption of data.
      @SuppressWarnings("InsecureCryptoUsage")
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      cipher = aes;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  long word(long hi, long lo) {
    LONGS.set(block, 0, hi);
    LONGS.set(block, Long.BYTES, lo);
    try {
      cipher.update(block, 0, block.length, drawn, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
    return (long) LONGS.get(drawn, 0);
  }

  /** Returns the score of a word by {@link StrictMath#log}, off by one for one in ten thousand. */
  static long score(long word) {
    long rest = ~word;
    double v = ((rest >>> 32) * 0x1p32 + ((rest & 0xFFFF_FFFFL) + 0.5)) * 0x1p-64;
    return (long) (-StrictMath.log(v) * 0x1p32);
  }
}
