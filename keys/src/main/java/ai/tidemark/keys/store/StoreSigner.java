package ai.tidemark.keys.store;

import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import ai.tidemark.keys.sign.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** A signing key of an open store; wiped with it. */
final class StoreSigner implements Signer, AutoCloseable {
  private final Algorithm algorithm;
  private final SecretBytes pkcs8;
  private final PublicKey publicKey;
  private final byte[] raw;

  /**
   * @param pkcs8 the private key, taken over
   * @param spki the public key, as a SubjectPublicKeyInfo
   * @throws IllegalArgumentException if they are no such keys, or do not belong together
   */
  StoreSigner(Algorithm algorithm, SecretBytes pkcs8, byte[] spki) {
    this.algorithm = algorithm;
    this.pkcs8 = pkcs8;
    try {
      publicKey =
          KeyFactory.getInstance(algorithm.standardName())
              .generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of " + algorithm, e);
    }
    raw = local().publicKey();
  }

  private LocalSigner local() {
    return pkcs8.use(
        bytes -> {
          try {
            return LocalSigner.of(
                algorithm,
                KeyFactory.getInstance(algorithm.standardName())
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes)),
                publicKey);
          } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of " + algorithm, e);
          }
        });
  }

  @Override
  public Algorithm algorithm() {
    return algorithm;
  }

  @Override
  public byte[] publicKey() {
    return raw.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    return local().sign(message);
  }

  @Override
  public String toString() {
    return "StoreSigner[" + algorithm.standardName() + ", private key secret]";
  }

  @Override
  public void close() {
    pkcs8.close();
  }
}
