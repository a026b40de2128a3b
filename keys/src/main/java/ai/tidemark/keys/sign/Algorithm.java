package ai.tidemark.keys.sign;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A signature algorithm, as the JDK provides it. Raw public keys are the bit string inside the
 * SubjectPublicKeyInfo (RFC 8032 section 5.1.5; FIPS 204 section 7.2).
 */
public enum Algorithm {
  /** RFC 8032, pure Ed25519: the log's and the witnesses' notes, and evidence. */
  ED25519("Ed25519", "Ed25519", 32, 64, "302a300506032b6570032100"),

  /** FIPS 204: cosignatures of witnesses. */
  ML_DSA_44("ML-DSA-44", "ML-DSA", 1312, 2420, "30820532300b06096086480165030403110382052100"),

  /** FIPS 204: evidence, beside Ed25519. */
  ML_DSA_65("ML-DSA-65", "ML-DSA", 1952, 3309, "308207b2300b0609608648016503040312038207a100");

  private final String standardName;
  private final String signatureName;
  private final int publicKeyBytes;
  private final int signatureBytes;
  private final String spkiPrefix; // hex

  Algorithm(
      String standardName,
      String signatureName,
      int publicKeyBytes,
      int signatureBytes,
      String spkiPrefix) {
    this.standardName = standardName;
    this.signatureName = signatureName;
    this.publicKeyBytes = publicKeyBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = spkiPrefix;
  }

  /** Returns the JCA name of its keys, for example {@code ML-DSA-65}. */
  public String standardName() {
    return standardName;
  }

  /** Returns the JCA name of its signatures. */
  String signatureName() {
    return signatureName;
  }

  /** Returns the length of a raw public key. */
  public int publicKeyBytes() {
    return publicKeyBytes;
  }

  /** Returns the length of a signature. */
  public int signatureBytes() {
    return signatureBytes;
  }

  /**
   * Returns the SubjectPublicKeyInfo (DER) of a raw public key.
   *
   * @throws IllegalArgumentException if the key has another length
   */
  public byte[] spki(byte[] raw) {
    if (raw.length != publicKeyBytes) {
      throw new IllegalArgumentException(
          "a public key of "
              + standardName
              + " has "
              + publicKeyBytes
              + " bytes, but this one has "
              + raw.length);
    }
    byte[] prefix = HexFormat.of().parseHex(spkiPrefix);
    byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, spki, prefix.length, raw.length);
    return spki;
  }

  /** Returns the raw public key inside a SubjectPublicKeyInfo of this algorithm. */
  byte[] raw(PublicKey key) {
    byte[] prefix = HexFormat.of().parseHex(spkiPrefix);
    byte[] spki = key.getEncoded();
    if (spki.length != prefix.length + publicKeyBytes
        || !Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length)) {
      throw new IllegalArgumentException("key is not one of " + standardName);
    }
    return Arrays.copyOfRange(spki, prefix.length, spki.length);
  }

  /**
   * Returns a raw public key as the JDK takes it.
   *
   * @throws IllegalArgumentException if it is no key of this algorithm
   */
  PublicKey publicKey(byte[] raw) {
    try {
      return KeyFactory.getInstance(standardName).generatePublic(new X509EncodedKeySpec(spki(raw)));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("not a public key of " + standardName, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + standardName, e);
    }
  }
}
