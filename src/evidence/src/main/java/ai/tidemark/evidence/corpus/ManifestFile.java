package ai.tidemark.evidence.corpus;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.keys.log.Merkle;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A file of a corpus.
 *
 * @param path relative, {@code /} between parts, as the scan names the file
 * @param size bytes, 0..2^53-1
 * @param sha256 of its bytes, 64 hex digits
 */
public record ManifestFile(String path, long size, String sha256) {
  /** By the bytes of the path, unsigned; {@link String#compareTo} orders some of them otherwise. */
  public static final Comparator<ManifestFile> BY_PATH =
      (a, b) -> Arrays.compareUnsigned(utf8(a.path), utf8(b.path));

  static final long MOST_BYTES = (1L << 53) - 1;
  private static final int LONGEST_PATH = 4096;

  /** Validates. */
  public ManifestFile {
    requirePath(path);
    if (size < 0 || size > MOST_BYTES) {
      throw new IllegalArgumentException("size must be in 0..2^53-1, but is " + size);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits");
    }
  }

  /**
   * Refuses a path that is not relative, leaves its folder, or has no one spelling.
   *
   * @throws IllegalArgumentException naming it
   */
  static void requirePath(String path) {
    byte[] bytes = utf8(path);
    if (bytes.length == 0 || bytes.length > LONGEST_PATH) {
      throw new IllegalArgumentException(
          "path must have 1.." + LONGEST_PATH + " bytes, but has " + bytes.length);
    }
    if (!new String(bytes, StandardCharsets.UTF_8).equals(path) || path.indexOf('\ufffd') >= 0) {
      throw new IllegalArgumentException("path is not UTF-8: " + path);
    }
    if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
      throw new IllegalArgumentException("path must not hold control characters or \\");
    }
    for (String part : List.of(path.split("/", -1))) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException(
            "path must be relative, without empty parts, . and .., but is " + path);
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts the three fields. */
  void writeTo(ObjectNode node) {
    node.put("path", path).put("size", size).put("sha256", sha256);
  }

  /** Returns the hash of this file as a leaf of the manifest's tree: of its canonical JSON. */
  byte[] leafHash() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    writeTo(node);
    return Merkle.leaf(CanonicalJson.bytes(node));
  }
}
