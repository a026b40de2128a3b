package ai.tidemark.keys.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** A signer whose private key lies in this process. Prints nothing of it. */
public final class LocalSigner implements Signer {
  private final Algorithm algorithm;
  private final PrivateKey privateKey;
  private final byte[] publicKey;

  private LocalSigner(Algorithm algorithm, PrivateKey privateKey, byte[] publicKey) {
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Wraps a key pair of the JDK. */
  public static LocalSigner of(Algorithm algorithm, PrivateKey privateKey, PublicKey publicKey) {
    return new LocalSigner(algorithm, privateKey, algorithm.raw(publicKey));
  }

  /** Makes a fresh key pair. */
  public static LocalSigner generate(Algorithm algorithm) {
    return generate(algorithm, new SecureRandom());
  }

  /** Makes a key pair from a source of randomness; a seeded one is for tests only. */
  public static LocalSigner generate(Algorithm algorithm, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.standardName());
      generator.initialize(new NamedParameterSpec(algorithm.standardName()), random);
      KeyPair pair = generator.generateKeyPair();
      return of(algorithm, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make keys of " + algorithm, e);
    }
  }

  /**
   * An Ed25519 signer from its 32-byte secret (RFC 8032 section 5.1.5) and raw public key.
   *
   * @throws IllegalArgumentException if they are not of that shape or do not belong together
   */
  public static LocalSigner ed25519(byte[] secret, byte[] publicKey) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
      LocalSigner signer = new LocalSigner(Algorithm.ED25519, key, publicKey.clone());
      byte[] probe = {0};
      if (!Verifier.verify(Algorithm.ED25519, publicKey, probe, signer.sign(probe))) {
        throw new IllegalArgumentException("secret and public key do not belong together");
      }
      return signer;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 secret", e);
    }
  }

  @Override
  public Algorithm algorithm() {
    return algorithm;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** Returns the private key, for a key store alone. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm.signatureName());
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot sign with " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return "LocalSigner[" + algorithm.standardName() + ", private key secret]";
  }
}
