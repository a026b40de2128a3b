package ai.tidemark.service.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a bearer token. The token itself is not kept. */
public final class TokenDigest {
  private final byte[] sha256;

  private TokenDigest(byte[] sha256) {
    this.sha256 = sha256;
  }

  /** Returns the digest of a token's UTF-8 bytes. */
  public static TokenDigest ofToken(String token) {
    try {
      return new TokenDigest(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /**
   * Returns a digest given in hex.
   *
   * @param hex 64 hex digits
   */
  public static TokenDigest ofHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a SHA-256 has 64 hex digits, but got " + hex.length());
    }
    return new TokenDigest(bytes);
  }

  /** Compares in a time that does not depend on where the two differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenDigest digest && MessageDigest.isEqual(sha256, digest.sha256);
  }

  @Override
  public int hashCode() {
    return 0; // not meant for hash maps: looking one up there would not take constant time
  }

  @Override
  public String toString() {
    return "TokenDigest[secret]";
  }
}
