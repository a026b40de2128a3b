package ai.tidemark.keys.derive;

import ai.tidemark.keys.rootkey.RootKeys;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A root that lies open, for tests. */
public final class FixedRoot implements RootKeys {
  private final byte[] root;

  /** Copies the root, of any length but 0. */
  public FixedRoot(byte[] root) {
    this.root = root.clone();
  }

  @Override
  public byte[] mac(String rootKeyId, byte[] context) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(root, "HmacSHA256"));
      return mac.doFinal(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
