package ai.tidemark.keys.time;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** The digests of RFC 3161 and 4998 that are accepted. */
final class Digests {
  /** Object identifier to name in the JDK. */
  private static final Map<String, String> NAMES =
      Map.of(
          "2.16.840.1.101.3.4.2.1", "SHA-256",
          "2.16.840.1.101.3.4.2.2", "SHA-384",
          "2.16.840.1.101.3.4.2.3", "SHA-512");

  private Digests() {}

  static boolean known(String oid) {
    return NAMES.containsKey(oid);
  }

  /** Returns a fresh digest of a known object identifier. */
  static MessageDigest of(String oid) {
    String name = NAMES.get(oid);
    if (name == null) {
      throw new IllegalArgumentException("digest must be one of " + NAMES + ", but is " + oid);
    }
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  static byte[] sha256(byte[] message) {
    return of("2.16.840.1.101.3.4.2.1").digest(message);
  }
}
