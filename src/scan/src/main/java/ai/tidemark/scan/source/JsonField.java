package ai.tidemark.scan.source;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds one string in JSON records, without building anything else. Every record is checked to its
 * last byte: it is accepted exactly if Jackson accepts it (which counts the digits of numbers of
 * about 1,000 digits differently from place to place; here it is 1,000), and the string is the one
 * that Jackson's tree has at the pointer; where a name comes twice, the last one counts. Not
 * thread-safe.
 */
final class JsonField extends JsonScanner {
  /** Jackson's limit. */
  private static final int DEEPEST = 1000;

  /** What a record has at the pointer. */
  enum Found {
    /** A string: {@link JsonField#text}. */
    TEXT,
    /** A string with half a surrogate pair in it. */
    HALF_PAIR,
    /** Another value. */
    NO_STRING,
    /** No value. */
    NOTHING,
    /** The record is not one JSON value in UTF-8. */
    BROKEN
  }

  private final byte[][] names;
  private final int[] indexes;
  private Found found = Found.NOTHING;
  private Bytes text = Bytes.NONE;

  JsonField(JsonPointer pointer) {
    List<JsonPointer> path = new ArrayList<>();
    for (JsonPointer p = pointer; !p.matches(); p = p.tail()) {
      path.add(p);
    }
    names =
        path.stream()
            .map(p -> p.getMatchingProperty().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    indexes = path.stream().mapToInt(JsonPointer::getMatchingIndex).toArray();
  }

  /**
   * Reads the record that begins at an index and ends before the next newline, or at the end.
   * Unless it is broken, {@link #at} is then that end.
   */
  Found read(byte[] array, int from, int to) {
    begin(array, from, to);
    found = Found.NOTHING;
    afterSpace();
    boolean record = value(0, 0) && afterSpace() < 0;
    return record ? found : Found.BROKEN;
  }

  /** Returns the string that was found; valid until the next record is read. */
  Bytes text() {
    return text;
  }

  /**
   * Passes over a value.
   *
   * @param depth containers that it lies in
   * @param matched segments of the pointer that led here; -1 off its path
   */
  private boolean value(int depth, int matched) {
    boolean wanted = matched == names.length;
    int first = current();
    if (first == '"') {
      return wanted ? wanted() : string(Keep.NOTHING);
    }
    if (wanted) {
      found = Found.NO_STRING;
    }
    int inside = wanted ? -1 : matched;
    return switch (first) {
      case '{' -> depth < DEEPEST && object(depth + 1, inside);
      case '[' -> depth < DEEPEST && array(depth + 1, inside);
      default -> scalar();
    };
  }

  private boolean scalar() {
    return switch (current()) {
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean wanted() {
    if (!string(Keep.TEXT)) {
      return false;
    }
    found = halfPair() ? Found.HALF_PAIR : Found.TEXT;
    text = string();
    return true;
  }

  private boolean object(int depth, int matched) {
    step();
    if (afterSpace() == '}') {
      step();
      return true;
    }
    while (current() == '"') {
      if (!string(Keep.NAME) || halfPair() || !isName()) {
        return false;
      }
      int inside = matched >= 0 && isString(names[matched]) ? matched + 1 : -1;
      if (inside >= 0) {
        found = Found.NOTHING; // the last of equal names counts
      }
      if (afterSpace() != ':') {
        return false;
      }
      step();
      afterSpace();
      if (!value(depth, inside)) {
        return false;
      }
      int next = afterSpace();
      step();
      if (next != ',') {
        return next == '}';
      }
      afterSpace();
    }
    return false;
  }

  private boolean array(int depth, int matched) {
    step();
    if (afterSpace() == ']') {
      step();
      return true;
    }
    int index = 0;
    while (true) {
      boolean inside = matched >= 0 && index == indexes[matched];
      if (!value(depth, inside ? matched + 1 : -1)) {
        return false;
      }
      index++;
      int next = afterSpace();
      step();
      if (next != ',') {
        return next == ']';
      }
      afterSpace();
    }
  }
}
