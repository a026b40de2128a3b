package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.service.llamacpp.DraftEvent.Stop;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of a {@code /completion} stream. Not thread-safe. */
final class EventParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TOO_OLD =
      "; Tidemark needs llama.cpp of 2025 or later and n_probs not taken out on the way";

  // one position's candidates while they are read
  private int size;
  private int[] ids = new int[64];
  private double[] logprobs = new double[64];
  private byte[][] pieces = new byte[64][];
  private byte[] piece = new byte[32];

  /**
   * Reads one event.
   *
   * @param wanted whether candidates were asked for, so that their absence is an error
   */
  DraftEvent parse(byte[] json, boolean wanted) throws UpstreamException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("an event that is not a JSON object");
      }
      return event(parser, wanted);
    } catch (JsonProcessingException e) {
      throw malformed("an event that is not valid JSON");
    } catch (IOException e) {
      throw new AssertionError(e); // no input but an array
    }
  }

  private DraftEvent event(JsonParser parser, boolean wanted)
      throws IOException, UpstreamException {
    List<Position> positions = List.of();
    int predicted = -1;
    boolean stop = false;
    String stopType = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "error" -> throw LlamaErrors.refused("the engine ended the draft", parser);
        case "completion_probabilities" -> positions = positions(parser, value);
        case "tokens_predicted" -> predicted = integer(parser, value, field);
        case "stop" -> stop = value == JsonToken.VALUE_TRUE;
        case "stop_type" -> stopType = parser.getText();
        default -> parser.skipChildren();
      }
    }
    if (predicted < 0) {
      throw malformed("an event without tokens_predicted" + TOO_OLD);
    }
    if (!stop && wanted && positions.isEmpty()) {
      throw malformed("a token without its probability list" + TOO_OLD);
    }
    return new DraftEvent(positions, predicted, stop ? stopped(stopType) : Stop.NONE);
  }

  private static Stop stopped(String type) throws UpstreamException {
    return switch (type) {
      case "limit" -> Stop.LIMIT;
      case "eos" -> Stop.END_OF_GENERATION;
      default -> throw malformed("a stop_type that is neither limit nor eos");
    };
  }

  private List<Position> positions(JsonParser parser, JsonToken array)
      throws IOException, UpstreamException {
    List<Position> positions = new ArrayList<>(1);
    if (array != JsonToken.START_ARRAY) {
      throw malformed("completion_probabilities that are no array");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      positions.add(position(parser));
    }
    return positions;
  }

  private Position position(JsonParser parser) throws IOException, UpstreamException {
    int draft = -1;
    boolean listed = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("id")) {
        draft = integer(parser, value, field);
      } else if (field.equals("top_logprobs") && value == JsonToken.START_ARRAY) {
        candidates(parser);
        listed = true;
      } else {
        parser.skipChildren();
      }
    }
    if (draft < 0 || !listed) {
      throw malformed("a probability list without token ids" + TOO_OLD);
    }
    if (size == 0) {
      throw malformed("an empty probability list");
    }
    return new Position(
        draft,
        Arrays.copyOf(ids, size),
        Arrays.copyOf(logprobs, size),
        Arrays.copyOf(pieces, size));
  }

  private void candidates(JsonParser parser) throws IOException, UpstreamException {
    size = 0;
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size);
        logprobs = Arrays.copyOf(logprobs, 2 * size);
        pieces = Arrays.copyOf(pieces, 2 * size);
      }
      candidate(parser);
      if (size > 0 && logprobs[size] > logprobs[size - 1]) {
        throw malformed("a probability list that is not sorted");
      }
      size++;
    }
  }

  private void candidate(JsonParser parser) throws IOException, UpstreamException {
    int id = -1;
    double logprob = Double.NaN;
    byte @Nullable [] bytes = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "id" -> id = integer(parser, value, field);
        case "logprob" -> logprob = value.isNumeric() ? parser.getDoubleValue() : Double.NaN;
        case "bytes" -> bytes = bytes(parser, value);
        default -> parser.skipChildren();
      }
    }
    if (id < 0 || bytes == null) {
      throw malformed("a candidate without its id or bytes" + TOO_OLD);
    }
    if (!(logprob < 0.01)) { // the engine sums in single precision: slightly above 0 is its 1
      throw malformed("a candidate without a valid logprob");
    }
    ids[size] = id;
    logprobs[size] = logprob;
    pieces[size] = bytes;
  }

  private byte[] bytes(JsonParser parser, JsonToken array) throws IOException, UpstreamException {
    if (array != JsonToken.START_ARRAY) {
      throw malformed("bytes that are no array");
    }
    int n = 0;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (n == piece.length) {
        piece = Arrays.copyOf(piece, 2 * n);
      }
      piece[n++] = (byte) integer(parser, t, "bytes");
    }
    return Arrays.copyOf(piece, n);
  }

  private static int integer(JsonParser parser, JsonToken value, String field)
      throws IOException, UpstreamException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT) {
      throw malformed("a " + field + " that is not an integer");
    }
    return parser.getIntValue();
  }

  private static UpstreamException malformed(String what) {
    return new UpstreamException(Kind.MALFORMED, "the engine sent " + what);
  }
}
