package ai.tidemark.evidence.bundle;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.sign.Algorithm;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Public keys of whoever signs bundles, as trust policies and hints write them. */
public final class Signers {
  private Signers() {}

  /**
   * A signer: one name, two keys.
   *
   * @param name for people
   * @param ed25519 raw public key
   * @param mlDsa65 raw public key
   */
  @SuppressWarnings("ArrayRecordComponent") // public keys, compared by their ids
  public record Identity(String name, byte[] ed25519, byte[] mlDsa65) {
    /** Validates. */
    public Identity {
      require("ed25519", ed25519, Algorithm.ED25519);
      require("mldsa65", mlDsa65, Algorithm.ML_DSA_65);
    }

    private static void require(String name, byte[] key, Algorithm algorithm) {
      if (key.length != algorithm.publicKeyBytes()) {
        throw new IllegalArgumentException(
            name + " must have " + algorithm.publicKeyBytes() + " bytes, but has " + key.length);
      }
    }

    /** Returns the key id of the Ed25519 key. */
    public String ed25519Id() {
      return Dsse.keyId(Algorithm.ED25519, ed25519);
    }

    /** Returns the key id of the ML-DSA-65 key. */
    public String mlDsa65Id() {
      return Dsse.keyId(Algorithm.ML_DSA_65, mlDsa65);
    }
  }

  /** Writes the field {@code signers} of a node. */
  public static void write(List<Identity> signers, ObjectNode parent) {
    ArrayNode list = parent.putArray("signers");
    for (Identity signer : signers) {
      list.addObject()
          .put("name", signer.name())
          .put("ed25519", Base64.getEncoder().encodeToString(signer.ed25519()))
          .put("mldsa65", Base64.getEncoder().encodeToString(signer.mlDsa65()));
    }
  }

  /** Reads the field {@code signers} of a node. */
  public static List<Identity> read(StrictJson parent) {
    List<Identity> signers = new ArrayList<>();
    for (StrictJson one : parent.objects("signers")) {
      try {
        signers.add(
            new Identity(
                one.text("name"),
                BundleJson.base64(one, "ed25519"),
                BundleJson.base64(one, "mldsa65")));
      } catch (IllegalArgumentException e) {
        throw new BadInputException(one.where(), String.valueOf(e.getMessage()), e);
      }
      one.end();
    }
    return signers;
  }
}
