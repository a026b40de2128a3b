package ai.tidemark.evidence.bundle;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.keys.log.Merkle;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Who had the material, and did what with it: lines of canonical JSON, each naming the SHA-256 of
 * the line before it, without its newline; the first names 64 zeros.
 *
 * @param steps oldest first, at least one
 */
public record Custody(List<Step> steps) {
  private static final String NONE = "0".repeat(64);

  /** Validates. */
  public Custody {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps must not be empty");
    }
  }

  /**
   * One step.
   *
   * @param who in words that the custodian chose
   * @param what was done
   * @param when RFC 3339 UTC, whole seconds, by the custodian's clock
   */
  public record Step(String who, String what, String when) {}

  /** Returns {@code custody.jsonl}. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String prev = NONE;
    for (Step step : steps) {
      byte[] line =
          CanonicalJson.bytes(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("prev", prev)
                  .put("who", step.who())
                  .put("what", step.what())
                  .put("when", step.when()));
      out.writeBytes(line);
      out.write('\n');
      prev = HexFormat.of().formatHex(Merkle.sha256(line));
    }
    return out.toByteArray();
  }

  /**
   * Reads {@code custody.jsonl}.
   *
   * @throws BundleException if a line is malformed or the chain is broken
   */
  public static Custody parse(byte[] bytes) {
    List<Step> steps = new ArrayList<>();
    String prev = NONE;
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\n') {
        continue;
      }
      byte[] line = Arrays.copyOfRange(bytes, from, i);
      steps.add(step(FileName.CUSTODY + ":" + (steps.size() + 1), line, prev));
      prev = HexFormat.of().formatHex(Merkle.sha256(line));
      from = i + 1;
    }
    if (from != bytes.length || steps.isEmpty()) {
      throw new BundleException(Code.FORMAT, FileName.CUSTODY + " must be lines, at least one");
    }
    return new Custody(steps);
  }

  private static Step step(String where, byte[] line, String prev) {
    return BundleJson.read(
        where,
        line,
        json -> {
          if (!json.text("prev", BundleJson.HEX_32).equals(prev)) {
            throw new BundleException(
                Code.CUSTODY_CHAIN, where + " does not name the SHA-256 of the line before it");
          }
          return new Step(json.text("who"), json.text("what"), json.text("when", BundleJson.TIME));
        });
  }
}
