package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What made a bundle; all of it is its own word.
 *
 * @param version of the program
 * @param commit of its source, where said
 * @param jvm name and version of the Java machine
 * @param arch of the operating system, for example {@code amd64}
 * @param draws how keyed draws were computed
 */
public record Software(
    String version, Optional<String> commit, String jvm, String arch, String draws) {
  private static final String FORMAT = "tidemark-software-v1";

  /** Where the build did not find its source under git. */
  static final String UNKNOWN = "unknown";

  /**
   * Returns what runs here. Its commit is what the build found: 40 or 64 hex digits, followed by
   * {@code -dirty} where a tracked file differed from it, or {@link #UNKNOWN}.
   */
  public static Software here(String version) {
    return new Software(
        version,
        Optional.of(built()),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.arch"),
        "AES-128 in bulk through javax.crypto");
  }

  /** The build writes the file from git; see the pom of this module. */
  private static String built() {
    try (InputStream in = Software.class.getResourceAsStream("commit")) {
      String found = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return found.isBlank() ? UNKNOWN : found.strip();
    } catch (IOException e) {
      throw new IllegalStateException("the program's own files cannot be read", e);
    }
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
