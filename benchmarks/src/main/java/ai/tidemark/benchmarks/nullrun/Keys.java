package ai.tidemark.benchmarks.nullrun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds of keys, fixed before anything was looked at: SHA-256(profile id, counter). */
final class Keys {
  /** First counter of the keys that test single texts; the corpus has those below. */
  static final long TEXTS = 1_000_000;

  /** First counter of the keys that only measure time. */
  static final long PACE = 1L << 40;

  private Keys() {}

  /**
   * Returns the seed of a key.
   *
   * @param counter written as eight bytes, big-endian, after the id in UTF-8
   */
  static byte[] seed(String profile, long counter) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(profile.getBytes(StandardCharsets.UTF_8));
      return digest.digest(ByteBuffer.allocate(8).putLong(counter).array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** Returns the uniform in [0, 1) that breaks the ties of this key's test. */
  static double tie(String profile, long counter) {
    return (ByteBuffer.wrap(seed(profile + "/tie", counter)).getLong() >>> 11) * 0x1p-53;
  }
}
