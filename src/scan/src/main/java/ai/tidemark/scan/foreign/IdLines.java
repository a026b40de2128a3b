package ai.tidemark.scan.foreign;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.TokenBuffer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Token ids from JSONL: one object a line with an array field {@code ids}; other fields are passed
 * over. Holds one line. A line that cannot be used is refused by itself, and reading goes on.
 */
public final class IdLines {
  /** Bytes of a line at most. */
  public static final int MOST_BYTES = 64 << 20;

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
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long number = 1;
    long length = 0;
    int b = buffered.read();
    while (b >= 0) {
      if (b == '\n') {
        push(where + ":" + number, number, line, length, sink);
        line.reset();
        length = 0;
        number++;
      } else {
        length++;
        if (length <= MOST_BYTES) {
          line.write(b);
        }
      }
      b = buffered.read();
    }
    push(where + ":" + number, number, line, length, sink);
  }

  private static void push(
      String where, long number, ByteArrayOutputStream line, long length, Sink sink)
      throws IOException {
    if (length > MOST_BYTES) {
      sink.refused(new BadInputException(where, "is longer than 64 MiB"));
      return;
    }
    byte[] bytes = line.toByteArray();
    if (isBlank(bytes)) {
      return;
    }
    int[] ids;
    try {
      ids = parse(where, bytes);
    } catch (BadInputException e) {
      sink.refused(e);
      return;
    }
    sink.ids(number, ids);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
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
