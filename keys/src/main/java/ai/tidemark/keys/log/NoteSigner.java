package ai.tidemark.keys.log;

import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.Signer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signs notes as a log does: Ed25519 over the text (C2SP signed-note, type 0x01). */
public final class NoteSigner {
  private final Vkey vkey;
  private final Signer signer;

  /**
   * Names a signer.
   *
   * @param name of the key; a log's is its origin
   * @param signer of Ed25519
   * @throws IllegalArgumentException if it is of another algorithm or the name is not one
   */
  public NoteSigner(String name, Signer signer) {
    if (signer.algorithm() != Algorithm.ED25519) {
      throw new IllegalArgumentException(
          "a log signs with ED25519, but this key is of " + signer.algorithm());
    }
    this.vkey = Vkey.of(Vkey.Kind.ED25519_LOG, name, signer.publicKey());
    this.signer = signer;
  }

  /** Returns the key that verifies its signatures. */
  public Vkey vkey() {
    return vkey;
  }

  /** Returns the signature line of a text that ends with a newline. */
  public Note.Signature signature(String text) {
    Note.checkText(text);
    return new Note.Signature(
        vkey.name(), vkey.keyId(), signer.sign(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns a text with the signature. */
  public Note sign(String text) {
    return new Note(text, List.of(signature(text)));
  }

  /**
   * Returns a checkpoint with the signature.
   *
   * @throws IllegalArgumentException if its origin is not the key's name
   */
  public Note sign(Checkpoint checkpoint) {
    if (!checkpoint.origin().equals(vkey.name())) {
      throw new IllegalArgumentException(
          "origin must be " + vkey.name() + ", but is " + checkpoint.origin());
    }
    return sign(checkpoint.body());
  }
}
