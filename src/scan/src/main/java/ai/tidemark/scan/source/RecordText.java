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
import java.nio.charset.StandardCharsets;

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
    if (!Utf8.isWellFormed(record, 0, record.length)) {
      throw new BadInputException(where, "is not valid UTF-8");
    }
    JsonNode node;
    try {
      node = reader.readTree(new String(record, StandardCharsets.UTF_8)).at(pointer);
    } catch (JacksonException e) {
      throw new BadInputException(where, "is not valid JSON");
    }
    if (!node.isTextual() || !hasUtf8(node.textValue())) {
      throw new BadInputException(
          where + "#" + field, "must be a string; name its field with --field");
    }
    return node.textValue();
  }

  /** Returns whether every surrogate has its other half. */
  private static boolean hasUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }
}
