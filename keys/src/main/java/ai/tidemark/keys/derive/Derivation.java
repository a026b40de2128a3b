package ai.tidemark.keys.derive;

import ai.tidemark.keys.rootkey.RootKeys;
import java.util.Arrays;

/**
 * From the root of a deployment to the seeds of its subjects: T = mac(root,
 * ctx("tidemark/tenant/v1", deployment, role, name)); the rest is {@link EraSeed}'s.
 */
public final class Derivation {
  private final RootKeys roots;
  private final String rootKeyId;
  private final String deployment;

  /**
   * @param rootKeyId name of the root in its store
   * @param deployment whose keys they are
   */
  public Derivation(RootKeys roots, String rootKeyId, String deployment) {
    this.roots = roots;
    this.rootKeyId = rootKeyId;
    this.deployment = Names.require("deployment", deployment, Names.DEPLOYMENT);
  }

  /** Returns the name of the deployment. */
  public String deployment() {
    return deployment;
  }

  /** Returns mac(root, ctx("tidemark/tag-salt/v1", deployment, role, name)), shape [32]. */
  public byte[] tagSalt(Subject subject) {
    return mac("tidemark/tag-salt/v1", subject);
  }

  /** Returns the subject's {@link Tag}, shape [32]. */
  public byte[] tag(Subject subject) {
    return Tag.of(deployment, subject, tagSalt(subject));
  }

  /**
   * Returns a subject's seed of an era; the caller closes it.
   *
   * @param profileSha256 raw SHA-256 of the profile's canonical JSON, shape [32]
   */
  public EraSeed seed(Subject subject, byte[] profileSha256, String era) {
    byte[] tenantKey = mac("tidemark/tenant/v1", subject);
    try {
      return EraSeed.derive(tenantKey, tag(subject), profileSha256, era);
    } finally {
      Arrays.fill(tenantKey, (byte) 0);
    }
  }

  private byte[] mac(String label, Subject subject) {
    byte[] context =
        Fields.of(label).text(deployment).text(subject.role().word()).text(subject.name()).bytes();
    return Hashes.require("mac of root " + rootKeyId, roots.mac(rootKeyId, context));
  }
}
