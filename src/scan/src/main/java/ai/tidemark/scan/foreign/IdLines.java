package ai.tidemark.scan.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.scan.source.JsonLines;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Token ids from JSONL: one object a line with an array field {@code ids}; other fields are passed
 * over. Holds one line. A line that cannot be used is refused by itself, and reading goes on.
 */
public final class IdLines {
  /** Bytes of a line at most. */
  public static final int MOST_BYTES = JsonLines.MOST_BYTES;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private IdLines() {}

  /** Takes lines. */
  public interface Sink {
    /**
     * Takes the ids of a line.
     *
     * @param line its number, from 1
     */
    void ids(long line, int[] ids);

    /** Takes what is wrong with a line. */
    void refused(BadInputException problem);
  }

  /**
   * Pushes every line of a stream that is not blank.
   *
   * @param where names the stream in messages
   * @throws IOException if the stream cannot be read
   */
  public static void forEach(String where, InputStream in, Sink sink) throws IOException {
    JsonLines.forEach(
        where,
        in,
        new JsonLines.Sink() {
          @Override
          public void line(String place, long number, byte[] line) {
            int[] ids;
            try {
              ids = parse(place, line);
            } catch (IOException e) {
              throw new UncheckedIOException(e); // from memory: cannot be
            }
            sink.ids(number, ids);
          }

          @Override
          public void refused(BadInputException problem) {
            sink.refused(problem);
          }
        });
  }

  private static int[] parse(String where, byte[] bytes) throws IOException {
    TokenBuffer ids = new TokenBuffer();
    boolean found = false;
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadInputException(where, "must be a JSON object with a field ids");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals("ids");
        json.nextToken();
        if (wanted) {
          found = true;
          read(where, json, ids);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new BadInputException(where, "must be one JSON object and nothing after it");
      }
    } catch (JsonProcessingException e) {
      throw new BadInputException(where, "is not valid JSON");
    }
    if (!found) {
      throw new BadInputException(where, "has no field ids");
    }
    return ids.toArray();
  }

  private static void read(String where, JsonParser json, TokenBuffer ids) throws IOException {
    String problem = "field ids must be an array of token ids, integers from 0 to 2147483647";
    if (!json.isExpectedStartArrayToken()) {
      throw new BadInputException(where, problem);
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
          || json.getNumberType() != JsonParser.NumberType.INT
          || json.getIntValue() < 0) {
        throw new BadInputException(where, problem);
      }
      ids.add(json.getIntValue());
    }
  }
}
