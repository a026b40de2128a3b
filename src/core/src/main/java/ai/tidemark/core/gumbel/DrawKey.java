package ai.tidemark.core.gumbel;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sixteen secret bytes that key draws: a fleet key, a tenant key, or a coin key. Bytes are copied
 * in; there is no {@code toString} and no accessor; {@link #close} wipes.
 */
public final class DrawKey implements AutoCloseable {
  /** Length of every key, in bytes. */
  public static final int BYTES = 16;

  private final byte[] bytes;
  private boolean closed;

  private DrawKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns a key holding a copy of the bytes.
   *
   * @param bytes shape [16]
   */
  public static DrawKey copyOf(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "key must have " + BYTES + " bytes, but has " + bytes.length);
    }
    return new DrawKey(bytes.clone());
  }

  /** Returns the coin key that belongs to this fleet key: C = E(F, derivation block). */
  public DrawKey coinKey() {
    byte[] block = new byte[BYTES];
    block[0] = (byte) (Block.DERIVATION << 6);
    return new DrawKey(Aes.encrypt(secret(), block));
  }

  /** Returns the key for the cipher; the only way the bytes leave this object. */
  SecretKeySpec secret() {
    if (closed) {
      throw new IllegalStateException("key is closed");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DrawKey key && MessageDigest.isEqual(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return 0; // a hash of secret bytes would leak them; keys are not meant for hash maps
  }

  @Override
  public String toString() {
    return "DrawKey[secret]";
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }
}
