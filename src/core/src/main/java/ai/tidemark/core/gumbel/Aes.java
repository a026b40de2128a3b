package ai.tidemark.core.gumbel;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 through {@code javax.crypto}, whose bulk path uses the processor's AES instructions. */
final class Aes {
  private Aes() {}

  static Cipher cipher(SecretKeySpec key) {
    try {
      // ECB on distinct injective blocks is AES used as a PRF, not as encryption of data.
      @SuppressWarnings("InsecureCryptoUsage")
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no AES/ECB/NoPadding", e);
    }
  }

  static byte[] encrypt(SecretKeySpec key, byte[] block) {
    return cipher(key).update(block);
  }
}
