package ai.tidemark.keys.log;

import ai.tidemark.keys.sign.Signer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Cosigns checkpoints (C2SP tlog-cosignature), Ed25519 or ML-DSA-44. Whoever calls it has verified
 * that the checkpoint is consistent with all it has seen of the log.
 */
public final class Cosigner {
  private final Vkey vkey;
  private final Signer signer;
  private final InstantSource clock;

  /**
   * Names a cosigner.
   *
   * @param name of the key
   * @param signer of Ed25519 or ML-DSA-44
   * @param clock gives the cosignatures' times
   * @throws IllegalArgumentException if it is of another algorithm or the name is not one
   */
  public Cosigner(String name, Signer signer, InstantSource clock) {
    Vkey.Kind kind =
        switch (signer.algorithm()) {
          case ED25519 -> Vkey.Kind.ED25519_COSIGNER;
          case ML_DSA_44 -> Vkey.Kind.ML_DSA_44_COSIGNER;
          case ML_DSA_65 ->
              throw new IllegalArgumentException(
                  "a cosigner's key must be of ED25519 or ML_DSA_44, but is of ML_DSA_65");
        };
    this.vkey = Vkey.of(kind, name, signer.publicKey());
    this.signer = signer;
    this.clock = clock;
  }

  /** Returns the key that verifies its cosignatures. */
  public Vkey vkey() {
    return vkey;
  }

  /**
   * Returns the cosignature of a checkpoint, as of now.
   *
   * @throws IllegalArgumentException if its origin is too long for this kind of key
   */
  public Note.Signature cosign(Checkpoint checkpoint) {
    return cosign(checkpoint, clock.instant());
  }

  /** Returns the cosignature of a checkpoint as of a time, of which whole seconds count. */
  Note.Signature cosign(Checkpoint checkpoint, Instant at) {
    if (!Cosignature.signable(vkey, checkpoint)) {
      throw new IllegalArgumentException("origin must have at most 255 bytes for an ML-DSA key");
    }
    long time = at.getEpochSecond();
    byte[] signature = signer.sign(Cosignature.message(vkey, checkpoint, time));
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(time).put(signature).array();
    return new Note.Signature(vkey.name(), vkey.keyId(), timed);
  }
}
