package ai.tidemark.keys.sign;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;

/** Verifies signatures. Whatever is wrong with them, the answer is no. */
public final class Verifier {
  private Verifier() {}

  /**
   * Returns whether a signature is one of a message under a key.
   *
   * @param publicKey raw
   * @param signature any bytes
   */
  public static boolean verify(
      Algorithm algorithm, byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != algorithm.publicKeyBytes()
        || signature.length != algorithm.signatureBytes()) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(algorithm.signatureName());
      verifier.initVerify(algorithm.publicKey(publicKey));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException | IllegalArgumentException _) {
      return false; // malformed: points off the curve, hints out of order
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + algorithm.signatureName(), e);
    }
  }
}
