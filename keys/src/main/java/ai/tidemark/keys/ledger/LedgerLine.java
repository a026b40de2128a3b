package ai.tidemark.keys.ledger;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Gap;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of a ledger's rows, canonical JSON; there is one for each entry of its log, in order. Gaps
 * are entries of the log themselves; of a row only its commitment is.
 */
public sealed interface LedgerLine {
  /** Returns the index of the log's entry. */
  long index();

  /** Returns the line without its newline. */
  byte[] json();

  /** Shows one answer. */
  record Row(LedgerRow row) implements LedgerLine {
    @Override
    public long index() {
      return row.index();
    }

    @Override
    public byte[] json() {
      return row.json();
    }
  }

  /** Stands where a row was; its number is kept so that the count of records stays whole. */
  record Erased(long index, int node, long number) implements LedgerLine {
    @Override
    public byte[] json() {
      return CanonicalJson.bytes(
          begin(index).put("erased", true).put("node", node).put("number", number));
    }
  }

  /** Says which numbers a crash took. */
  record Lost(long index, Gap gap) implements LedgerLine {
    @Override
    public byte[] json() {
      return CanonicalJson.bytes(
          begin(index).put("gap", new String(gap.canonicalJson(), StandardCharsets.UTF_8)));
    }
  }

  /** Begins the JSON of a line. */
  static ObjectNode begin(long index) {
    return JsonNodeFactory.instance.objectNode().put("index", index);
  }

  /**
   * Reads a line.
   *
   * @param where file and line, for messages
   * @param index that it must have
   * @throws BadInputException if it is not one, or not in its canonical form
   */
  static LedgerLine parse(String where, long index, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    if (root.integer("index", 0, LedgerRow.MOST_INTEGER) != index) {
      throw new BadInputException(where, "index must be " + index + "; lines are missing");
    }
    LedgerLine line;
    try {
      if (root.has("erased")) {
        root.ignore("erased");
        line =
            new Erased(
                index,
                (int) root.integer("node", 0, Integer.MAX_VALUE),
                root.integer("number", 0, LedgerRow.MOST_INTEGER));
      } else if (root.has("gap")) {
        byte[] record = root.text("gap").getBytes(StandardCharsets.UTF_8);
        if (!(ControlRecord.parse(where + "#/gap", record) instanceof Gap gap)) {
          throw new BadInputException(where + "#/gap", "must be a record of type gap");
        }
        line = new Lost(index, gap);
      } else {
        line = new Row(LedgerRow.read(root, index));
      }
      root.end();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
    if (!Arrays.equals(json, line.json())) {
      throw new BadInputException(where, "is not in its canonical form (RFC 8785)");
    }
    return line;
  }
}
