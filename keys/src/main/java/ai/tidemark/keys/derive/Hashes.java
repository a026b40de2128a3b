package ai.tidemark.keys.derive;

import ai.tidemark.keys.secret.SecretBytes;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** The JDK's primitives, as the derivation uses them. */
final class Hashes {
  /** Length of hashes, seeds, salts and beacon values. */
  static final int BYTES = 32;

  private Hashes() {}

  /**
   * HKDF-SHA-256, extract then expand (RFC 5869).
   *
   * @param salt 32 zero bytes are the same as none
   * @param length of the output in bytes
   */
  static SecretBytes hkdf(byte[] input, byte[] salt, byte[] info, int length) {
    try {
      return SecretBytes.taking(
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(input)
                      .addSalt(salt)
                      .thenExpand(info, length)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HKDF-SHA256", e);
    }
  }

  /** Returns a copy of a value that must have 32 bytes. */
  static byte[] require(String what, byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException(
          what + " must have " + BYTES + " bytes, but has " + value.length);
    }
    return value.clone();
  }
}
