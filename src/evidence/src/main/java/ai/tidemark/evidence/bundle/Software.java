package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What made a bundle; all of it is its own word.
 *
 * @param version of the program
 * @param commit of its source, where known
 * @param jvm name and version of the Java machine
 * @param arch of the operating system, for example {@code amd64}
 * @param draws how keyed draws were computed
 */
public record Software(
    String version, Optional<String> commit, String jvm, String arch, String draws) {
  private static final String FORMAT = "tidemark-software-v1";

  /** Returns what runs here. */
  public static Software here(String version, Optional<String> commit) {
    return new Software(
        version,
        commit,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        "AES-128 in bulk through javax.crypto");
  }

  /** Returns {@code software.json}. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("version", version).put("jvm", jvm).put("arch", arch);
    root.put("draws", draws);
    commit.ifPresent(id -> root.put("commit", id));
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads {@code software.json}.
   *
   * @throws BundleException if it is malformed
   */
  public static Software parse(byte[] json) {
    return BundleJson.read(FileName.SOFTWARE, json, Software::parse);
  }

  private static Software parse(StrictJson root) {
    root.requireText("format", FORMAT);
    return new Software(
        root.text("version"),
        root.optionalText("commit"),
        root.text("jvm"),
        root.text("arch"),
        root.text("draws"));
  }
}
