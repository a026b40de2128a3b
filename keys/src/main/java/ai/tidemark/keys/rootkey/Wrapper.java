package ai.tidemark.keys.rootkey;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.secret.SecretBytes;

/** Encrypts keys under a key that stays in its store. */
public interface Wrapper {
  /**
   * Wraps a secret (RFC 5649 in a file store).
   *
   * @param rootKeyId name of the wrapping key in its store
   */
  byte[] wrap(String rootKeyId, SecretBytes secret);

  /**
   * Unwraps a secret.
   *
   * @throws BadInputException if this key did not wrap these bytes
   */
  SecretBytes unwrap(String rootKeyId, byte[] wrapped);
}
