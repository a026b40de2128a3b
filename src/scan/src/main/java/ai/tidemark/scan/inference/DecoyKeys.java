package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.DrawKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys that never marked anything: decoy i of a seed is the first 16 bytes of SHA-256 over {@code
 * tidemark-decoy-v1}, a zero byte, the seed in UTF-8 and i as eight bytes, big-endian, from 0.
 */
public final class DecoyKeys {
  private static final byte[] LABEL = "tidemark-decoy-v1\0".getBytes(StandardCharsets.US_ASCII);

  private DecoyKeys() {}

  /** Number of the first decoy that also has a coin of its own. */
  public static final long FIRST_FULL = 1L << 32;

  /** Returns the first decoys of a seed. */
  public static List<DrawKey> of(String seed, int count) {
    return of(seed, 0, count);
  }

  /**
   * Returns decoys of a seed.
   *
   * @param first number of the first of them
   */
  public static List<DrawKey> of(String seed, long first, int count) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
    List<DrawKey> keys = new ArrayList<>(count);
    for (long i = first; i < first + count; i++) {
      digest.update(LABEL);
      digest.update(seed.getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(i).array());
      keys.add(DrawKey.copyOf(Arrays.copyOf(digest.digest(), DrawKey.BYTES)));
    }
    return keys;
  }
}
