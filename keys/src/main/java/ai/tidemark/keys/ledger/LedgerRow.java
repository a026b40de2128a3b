package ai.tidemark.keys.ledger;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Fields;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.RecordTime;
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
    return Merkle.sha256(
        Fields.of(LABEL)
            .raw(HexFormat.of().parseHex(salt))
            .text(Integer.toString(node))
            .text(Long.toString(number))
            .text(generation.time().toString())
            .text(generation.contentId())
            .text(generation.model())
            .text(generation.profile())
            .text(generation.era())
            .text(Long.toString(generation.tokens()))
            .text(Long.toString(generation.scored()))
            .text(generation.text())
            .bytes());
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
            RecordTime.read(root, "time"),
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

  /** Names the row; the salt is secret. */
  @Override
  public String toString() {
    return "LedgerRow[" + index + ", node " + node + ", number " + number + ", salt secret]";
  }
}
