package ai.tidemark.keys.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verified token says: the bytes existed at {@link #genTime}.
 *
 * @param genTime the authority's time
 * @param accuracy how far the true time may lie on either side; empty where the authority does not
 *     say
 * @param authority subject of the certificate that signed, as RFC 2253 writes it
 * @param root lower-case hex SHA-256 of the public key (SubjectPublicKeyInfo) of the trusted root:
 *     which authority this counts as
 * @param policy object identifier of the policy it was issued under
 * @param serial decimal serial number of the token
 */
public record VerifiedTime(
    Instant genTime,
    Optional<Duration> accuracy,
    String authority,
    String root,
    String policy,
    String serial) {
  /**
   * Returns the latest true time the token allows; where the authority states no accuracy, its time
   * itself.
   */
  public Instant latest() {
    return genTime.plus(accuracy.orElse(Duration.ZERO));
  }
}
