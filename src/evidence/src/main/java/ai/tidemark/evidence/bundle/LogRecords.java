package ai.tidemark.evidence.bundle;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.record.ControlRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records of the control log that a bundle rests on: {@code log/records.json}.
 *
 * @param entries indices ascending
 */
public record LogRecords(List<Entry> entries) {
  private static final String FORMAT = "tidemark-records-v1";
  private static final long MOST_INDEX = 1L << 48;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Validates. */
  public LogRecords {
    entries = List.copyOf(entries);
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).index() >= entries.get(i).index()) {
        throw new IllegalArgumentException("indices must ascend");
      }
    }
  }

  /**
   * An entry of the log.
   *
   * @param index from 0
   * @param record what it holds
   */
  public record Entry(long index, ControlRecord record) {}

  /** Returns the entry that holds a record of a leaf hash, if any. */
  public Optional<Entry> byLeafHash(String leafHash) {
    return entries.stream().filter(e -> e.record().leafHash().equals(leafHash)).findFirst();
  }

  /** Returns the entries of one type of record. */
  public <T extends ControlRecord> List<T> of(Class<T> type) {
    return entries.stream().map(Entry::record).filter(type::isInstance).map(type::cast).toList();
  }

  /** Returns {@code log/records.json}. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    ArrayNode list = root.putArray("records");
    for (Entry entry : entries) {
      try {
        list.addObject()
            .put("index", entry.index())
            .set("entry", MAPPER.readTree(entry.record().canonicalJson()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a record is not JSON", e);
      } catch (IOException e) {
        throw new IllegalStateException("a byte array cannot be read", e);
      }
    }
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads {@code log/records.json}.
   *
   * @throws BundleException if it is malformed
   */
  public static LogRecords parse(byte[] json) {
    return BundleJson.read(FileName.RECORDS, json, LogRecords::parse);
  }

  private static LogRecords parse(StrictJson root) {
    root.requireText("format", FORMAT);
    List<Entry> entries = new ArrayList<>();
    for (StrictJson one : root.objects("records")) {
      long index = one.integer("index", 0, MOST_INDEX);
      StrictJson entry = one.object("entry");
      entries.add(new Entry(index, record(entry.where(), entry.canonical())));
      one.end();
    }
    return new LogRecords(entries);
  }

  private static ControlRecord record(String where, byte[] entry) {
    try {
      return ControlRecord.parse(where, entry);
    } catch (BadInputException e) {
      throw new BundleException(Code.RECORD_FORMAT, String.valueOf(e.getMessage()), e);
    }
  }
}
