package ai.tidemark.keys.rootkey;

/**
 * The roots of a deployment. A root never leaves its store: a file, a hardware token, a service.
 */
public interface RootKeys {
  /** Length of what {@link #mac} returns. */
  int BYTES = 32;

  /**
   * Returns HMAC-SHA-256 under a root (RFC 2104).
   *
   * @param rootKeyId name of the root in its store
   * @param context made by {@code keys.derive.Fields}, so that no two purposes share one
   * @return shape [32]; secret, the caller wipes it
   */
  byte[] mac(String rootKeyId, byte[] context);
}
