package ai.tidemark.keys.record;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;

/**
 * The profile that keys are for.
 *
 * @param id its rules
 * @param sha256 hash of its canonical JSON, 64 hex digits
 * @param tokenizerFingerprint {@code sha256:} and 64 hex digits
 */
public record ProfilePin(String id, String sha256, String tokenizerFingerprint) {
  /** Validates. */
  public ProfilePin {
    Check.text("profile id", id, "[a-z0-9][a-z0-9._-]{0,62}");
    Check.hash("profile sha256", sha256);
    Check.text("tokenizerFingerprint", tokenizerFingerprint, "sha256:" + Check.HASH);
  }

  /** Pins a profile. */
  public static ProfilePin of(Profile profile) {
    return new ProfilePin(profile.id(), profile.sha256(), profile.tokenizer().fingerprint());
  }

  /** Returns the raw hash, shape [32]. */
  public byte[] sha256Bytes() {
    return HexFormat.of().parseHex(sha256);
  }

  /** Reads the field {@code profile} of a node. */
  public static ProfilePin read(StrictJson parent) {
    StrictJson node = parent.object("profile");
    ProfilePin pin =
        new ProfilePin(node.text("id"), node.text("sha256"), node.text("tokenizerFingerprint"));
    node.end();
    return pin;
  }

  /** Writes the field {@code profile} of a node. */
  public void write(ObjectNode parent) {
    parent
        .putObject("profile")
        .put("id", id)
        .put("sha256", sha256)
        .put("tokenizerFingerprint", tokenizerFingerprint);
  }
}
