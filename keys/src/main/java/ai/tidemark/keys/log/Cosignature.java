package ai.tidemark.keys.log;

import ai.tidemark.keys.sign.Verifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a cosigner states (C2SP tlog-cosignature): that the checkpoint is consistent with all it has
 * seen of the log, and that at that time it was the largest.
 *
 * @param key the cosigner's
 * @param time whole seconds; empty where the cosigner gives none (0)
 */
public record Cosignature(Vkey key, Optional<Instant> time) {
  private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
  private static final int MOST_BYTES = 255; // of origin and name in a cosigned_message
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  /**
   * Verifies a signature line as the cosignature of a checkpoint.
   *
   * @param key a cosigner's that claims the line
   * @throws LogException BAD_SIGNATURE or BAD_TIME
   * @throws IllegalArgumentException if the key is of another kind
   */
  public static Cosignature verify(Vkey key, Checkpoint checkpoint, Note.Signature signature) {
    byte[] timed = signature.bytes();
    if (!key.claims(signature)
        || timed.length != Long.BYTES + key.kind().algorithm().signatureBytes()) {
      throw bad(key);
    }
    long time = ByteBuffer.wrap(timed).getLong();
    if (time < 0 || time > LAST_SECOND) {
      throw new LogException(
          LogException.Code.BAD_TIME, "the cosignature of " + key + " has no time before 10000");
    }
    if (!signable(key, checkpoint)
        || !Verifier.verify(
            key.kind().algorithm(),
            key.publicKey(),
            message(key, checkpoint, time),
            Arrays.copyOfRange(timed, Long.BYTES, timed.length))) {
      throw bad(key);
    }
    return new Cosignature(
        key, time == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(time)));
  }

  private static LogException bad(Vkey key) {
    return new LogException(
        LogException.Code.BAD_SIGNATURE, "the cosignature of " + key + " does not verify");
  }

  /** Returns whether a cosigner's message can hold a checkpoint's origin. */
  static boolean signable(Vkey key, Checkpoint checkpoint) {
    return key.kind() != Vkey.Kind.ML_DSA_44_COSIGNER
        || checkpoint.origin().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  /**
   * Returns the bytes that a cosigner signs.
   *
   * @param time seconds since 1970, in 0..2^63 - 1
   */
  static byte[] message(Vkey key, Checkpoint checkpoint, long time) {
    return switch (key.kind()) {
      case ED25519_COSIGNER ->
          ("cosignature/v1\ntime " + time + "\n" + checkpoint.body())
              .getBytes(StandardCharsets.UTF_8);
      case ML_DSA_44_COSIGNER -> cosignedMessage(key.name(), checkpoint, time);
      case ED25519_LOG -> throw new IllegalArgumentException("key " + key + " does not cosign");
    };
  }

  private static byte[] cosignedMessage(String cosigner, Checkpoint checkpoint, long time) {
    byte[] name = cosigner.getBytes(StandardCharsets.UTF_8);
    byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(
            LABEL.length + 2 + name.length + origin.length + 3 * Long.BYTES + Merkle.BYTES)
        .put(LABEL)
        .put((byte) name.length)
        .put(name)
        .putLong(time)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0)
        .putLong(checkpoint.size())
        .put(checkpoint.root())
        .array();
  }
}
