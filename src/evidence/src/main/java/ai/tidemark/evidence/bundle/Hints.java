package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Public keys that a bundle says it was made with. They prove nothing: whoever forges a bundle
 * writes them. A person compares them with what other ways say.
 *
 * @param signers of the statement
 * @param logPolicy a C2SP tlog-policy
 * @param timeAuthorities root certificates, PEM
 */
public record Hints(
    List<Signers.Identity> signers, String logPolicy, List<String> timeAuthorities) {
  private static final String FORMAT = "tidemark-hints-v1";

  /** Copies. */
  public Hints {
    signers = List.copyOf(signers);
    timeAuthorities = List.copyOf(timeAuthorities);
  }

  /** Returns {@code trust/hints.json}. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("logPolicy", logPolicy);
    Signers.write(signers, root);
    ArrayNode roots = root.putArray("timeAuthorities");
    timeAuthorities.forEach(roots::add);
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads {@code trust/hints.json}.
   *
   * @throws BundleException if it is malformed
   */
  public static Hints parse(byte[] json) {
    return BundleJson.read(FileName.HINTS, json, Hints::parse);
  }

  private static Hints parse(StrictJson root) {
    root.requireText("format", FORMAT);
    return new Hints(
        Signers.read(root), root.text("logPolicy"), root.texts("timeAuthorities", "(?s).*"));
  }
}
