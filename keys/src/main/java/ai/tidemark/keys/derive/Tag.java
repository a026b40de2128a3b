package ai.tidemark.keys.derive;

import ai.tidemark.keys.log.Merkle;
import java.security.MessageDigest;

/**
 * A subject as the log shows it: the same in every era of a deployment, so that anyone can count a
 * subject's keys, and nobody can tell its name before the salt is shown.
 */
public final class Tag {
  private Tag() {}

  /**
   * Returns SHA-256(ctx("tidemark/tag/v1", deployment, role, name, salt)).
   *
   * @param salt shape [32]
   */
  public static byte[] of(String deployment, Subject subject, byte[] salt) {
    return Merkle.sha256(
        Fields.of("tidemark/tag/v1")
            .text(Names.require("deployment", deployment, Names.DEPLOYMENT))
            .text(subject.role().word())
            .text(subject.name())
            .raw(Hashes.require("tag salt", salt))
            .bytes());
  }

  /** Returns whether a tag is that of a subject under a salt. */
  public static boolean matches(byte[] tag, String deployment, Subject subject, byte[] salt) {
    return MessageDigest.isEqual(tag, of(deployment, subject, salt));
  }
}
