package ai.tidemark.demo.story;

import ai.tidemark.keys.rootkey.RootKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A root that is no secret: SHA-256 of a label and a public seed. So a seed makes the same keys
 * again; a deployment keeps a random root in a key store.
 */
final class SeededRoot implements RootKeys {
  static final String NAME = "demonstration";

  private final byte[] root;

  SeededRoot(String seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("tidemark-demo-root-v1\0".getBytes(StandardCharsets.US_ASCII));
      this.root = digest.digest(seed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  @Override
  public byte[] mac(String rootKeyId, byte[] context) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(root, "HmacSHA256"));
      return mac.doFinal(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }
}
