package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.work.AppendFile;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How far a scan was: enough to go on, with the files that it names.
 *
 * @param asked see {@link Asked}
 * @param ledger what was counted, and where the corpus goes on
 * @param rows the rows of documents
 * @param skipped the lines of what was not scored
 * @param tuples at least those of every document counted
 */
record Checkpoint(
    Map<String, String> asked,
    LedgerState ledger,
    AppendFile.Mark rows,
    AppendFile.Mark skipped,
    CorpusTuples.Marks tuples) {
  static final String ROWS_FILE = "documents";
  static final String SKIPPED_FILE = "skipped";

  private static final String FORMAT = "tidemark-checkpoint-v1";
  private static final long MOST = (1L << 53) - 1;

  byte[] toJson() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("format", FORMAT);
    ObjectNode question = body.putObject("asked");
    asked.forEach(question::put);
    ledger.writeTo(body.putObject("ledger"));
    mark(rows, body.putObject("documents"));
    mark(skipped, body.putObject("skipped"));
    body.put("level", tuples.level());
    ObjectNode files = body.putObject("tuples");
    tuples.files().forEach((name, mark) -> mark(mark, files.putObject(name)));
    body.put("crc32c", 0);
    body.put("crc32c", crc(body));
    return CanonicalJson.bytes(body);
  }

  private static long crc(ObjectNode bodyWithoutCrc) {
    CRC32C crc = new CRC32C();
    crc.update(CanonicalJson.bytes(bodyWithoutCrc));
    return crc.getValue();
  }

  private static void mark(AppendFile.Mark mark, ObjectNode node) {
    node.put("bytes", mark.bytes());
    node.put("crc32c", mark.crc32c());
  }

  /**
   * Reads a checkpoint.
   *
   * @throws BadInputException if it is not one, or damaged
   */
  static Checkpoint read(String where, byte[] json) {
    try {
      return parsed(where, json);
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BadInputException(
          where, "is damaged, or of another version; scan again without --resume", e);
    }
  }

  private static Checkpoint parsed(String where, byte[] json) {
    StrictJson root = StrictJson.parseCanonical(where, json);
    root.requireText("format", FORMAT);
    StrictJson question = root.object("asked");
    Map<String, String> asked = new TreeMap<>();
    question.names().forEach(name -> asked.put(name, question.text(name)));
    StrictJson files = root.object("tuples");
    Map<String, AppendFile.Mark> marks = new TreeMap<>();
    files.names().forEach(name -> marks.put(name, mark(files.object(name))));
    Checkpoint checkpoint =
        new Checkpoint(
            asked,
            LedgerState.read(root.object("ledger")),
            mark(root.object("documents")),
            mark(root.object("skipped")),
            new CorpusTuples.Marks((int) root.integer("level", 0, 64), marks));
    root.integer("crc32c", 0, MOST);
    root.end();
    if (!Arrays.equals(json, checkpoint.toJson())) {
      throw new BadInputException(where, "has another checksum");
    }
    return checkpoint;
  }

  private static AppendFile.Mark mark(StrictJson node) {
    AppendFile.Mark mark =
        new AppendFile.Mark(node.integer("bytes", 0, MOST), node.integer("crc32c", 0, MOST));
    node.end();
    return mark;
  }

  /**
   * Refuses to go on with another scan.
   *
   * @throws BadInputException naming what differs
   */
  void require(String where, Map<String, String> now) {
    for (Map.Entry<String, String> entry : now.entrySet()) {
      String before = asked.get(entry.getKey());
      if (!entry.getValue().equals(before)) {
        boolean digest = entry.getValue().matches("[0-9a-f]{64}");
        throw new BadInputException(
            where,
            "is of another scan: "
                + entry.getKey()
                + (digest || before == null
                    ? " differ"
                    : ": was " + before + ", but is " + entry.getValue())
                + "; ask the same, or scan again without --resume");
      }
    }
  }
}
