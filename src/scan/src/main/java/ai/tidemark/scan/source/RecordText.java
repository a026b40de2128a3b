package ai.tidemark.scan.source;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Finds the text of one JSON record. Thread-safe. */
public final class RecordText {
  private final String field;
  private final JsonPointer pointer;
  private final ObjectReader reader;

  /**
   * @param field JSON pointer to the text
   * @throws IllegalArgumentException if it is no pointer
   */
  public RecordText(String field) {
    this.field = field;
    this.pointer = JsonPointer.compile(field);
    StreamReadConstraints constraints =
        StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    this.reader =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
  }

  /**
   * Returns the text of a record.
   *
   * @param where file and line, for messages
   * @param record UTF-8
   * @throws BadInputException if it is not UTF-8, not JSON, or has no text there
   */
  public String of(String where, byte[] record) {
    Optional<String> line = Utf8.decode(record, 0, record.length);
    if (line.isEmpty()) {
      throw new BadInputException(where, "is not valid UTF-8");
    }
    JsonNode node;
    try {
      node = reader.readTree(line.get()).at(pointer);
    } catch (JacksonException e) {
      throw new BadInputException(where, "is not valid JSON");
    }
    if (!node.isTextual() || !Utf8.isWellFormed(node.textValue())) {
      throw new BadInputException(
          where + "#" + field, "must be a string; name its field with --field");
    }
    return node.textValue();
  }
}
