package ai.tidemark.keys.time;

/** Has something time-stamped. */
@FunctionalInterface
public interface TimeStamper {
  /**
   * Returns a token (DER of an RFC 3161 TimeStampToken) over an imprint.
   *
   * @param imprint SHA-256, 32 bytes
   * @throws TimeException if there is none
   */
  byte[] stamp(byte[] imprint);
}
