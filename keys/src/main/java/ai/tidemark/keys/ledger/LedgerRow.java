package ai.tidemark.keys.ledger;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;

/**
 * A row with the salt of its commitment: what opens one leaf of a ledger's log. Whoever has both
 * can show the leaf to be this row's; once row and salt are erased nobody can link the leaf to
 * anything, the salt having 256 random bits.
 *
 * @param index of the leaf
 * @param node that wrote it
 * @param number of the record among the node's, without holes but for gaps that are said
 * @param generation what it says
 * @param salt 64 hex digits
 */
public record LedgerRow(long index, int node, long number, Generation generation, String salt) {
  /** Label of the commitment. */
  static final String LABEL = "tidemark/ledger/v1";

  /** Largest number of a row or a leaf: what JSON holds exactly. */
  static final long MOST_INTEGER = (1L << 53) - 1;

  private static final String SALT = "[0-9a-f]{64}";

  /** Validates. */
  public LedgerRow {
    if (index < 0 || index > MOST_INTEGER || number < 0 || number > MOST_INTEGER || node < 0) {
      throw new IllegalArgumentException(
          "index and number must be in 0..2^53 - 1 and node at least 0, but they are "
              + List.of(index, number, node));
    }
    if (!salt.matches(SALT)) {
      throw new IllegalArgumentException("salt must have 64 hex digits");
    }
  }

  /**
   * Returns the entry of the log: SHA-256 over the label, the salt (32 bytes), node, number, time,
   * content id, model, profile, era, tokens, scored and text (UTF-8, integers as decimals), each
   * preceded by its length as a big-endian uint16. The index is not part of it.
   */
  public byte[] commitment() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, LABEL.getBytes(StandardCharsets.UTF_8));
    put(out, HexFormat.of().parseHex(salt));
    for (String field :
        List.of(
            Integer.toString(node),
            Long.toString(number),
            generation.time().toString(),
            generation.contentId(),
            generation.model(),
            generation.profile(),
            generation.era(),
            Long.toString(generation.tokens()),
            Long.toString(generation.scored()),
            generation.text())) {
      put(out, field.getBytes(StandardCharsets.UTF_8));
    }
    return Merkle.sha256(out.toByteArray());
  }

  private static void put(ByteArrayOutputStream out, byte[] field) {
    out.write(field.length >>> 8);
    out.write(field.length);
    out.writeBytes(field);
  }

  byte[] json() {
    return CanonicalJson.bytes(
        LedgerLine.begin(index)
            .put("node", node)
            .put("number", number)
            .put("time", generation.time().toString())
            .put("contentId", generation.contentId())
            .put("model", generation.model())
            .put("profile", generation.profile())
            .put("era", generation.era())
            .put("tokens", generation.tokens())
            .put("scored", generation.scored())
            .put("text", generation.text())
            .put("salt", salt));
  }

  static LedgerRow read(StrictJson root, long index) {
    Generation generation =
        new Generation(
            root.text("contentId", Generation.NAME),
            time(root.text("time")),
            root.text("model", Generation.NAME),
            root.text("profile", Generation.HASH),
            root.text("era", Generation.NAME),
            root.integer("tokens", 0, Generation.MOST),
            root.integer("scored", 0, Generation.MOST),
            root.text("text", Generation.HASH));
    return new LedgerRow(
        index,
        (int) root.integer("node", 0, Integer.MAX_VALUE),
        root.integer("number", 0, MOST_INTEGER),
        generation,
        root.text("salt", SALT));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("time must be RFC 3339, UTC, whole seconds", e);
    }
  }

  /** Names the row; the salt is secret. */
  @Override
  public String toString() {
    return "LedgerRow[" + index + ", node " + node + ", number " + number + ", salt secret]";
  }
}
