package ai.tidemark.core.json;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a JSON document, read field by field. A missing field, a wrong type, a value out of
 * range and, at {@link #end}, a field nobody asked for are refused with their JSON pointer. Values
 * are never printed: they may be secret.
 */
public final class StrictJson {
  private static final int MOST_NESTED = 64;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final ObjectNode node;
  private final Set<String> read = new HashSet<>();

  private StrictJson(String where, ObjectNode node) {
    this.where = where;
    this.node = node;
  }

  /**
   * Parses a document whose root is an object.
   *
   * @param where names the source in messages, for example a file name
   * @param json UTF-8
   */
  public static StrictJson parse(String where, byte[] json) {
    try {
      return of(where + "#", MAPPER.readTree(json));
    } catch (StreamConstraintsException e) {
      throw new BadInputException(where, "is nested too deeply or has a number or name too long");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new BadInputException(
          at == null ? where : where + ":" + at.getLineNr() + ":" + at.getColumnNr(),
          "is not valid JSON");
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read", e);
    }
  }

  /**
   * Parses a document whose root is an object and whose bytes are its canonical form.
   *
   * @param where names the source in messages, for example a file name
   * @param json UTF-8
   */
  public static StrictJson parseCanonical(String where, byte[] json) {
    StrictJson parsed = parse(where, json);
    if (!Arrays.equals(parsed.canonical(), json)) {
      throw new BadInputException(where, "is not canonical JSON (RFC 8785)");
    }
    return parsed;
  }

  /** Returns the canonical form (RFC 8785) of this object, all its fields included. */
  public byte[] canonical() {
    return CanonicalJson.bytes(node);
  }

  /** Returns where this object stands, for messages: source and JSON pointer. */
  public String where() {
    return where;
  }

  /**
   * Takes a node that was parsed elsewhere, for example as part of a larger stream.
   *
   * @param where names its place in messages, for example a file name and a JSON pointer
   */
  public static StrictJson of(String where, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new StrictJson(where, object);
    }
    throw new BadInputException(where, "must be an object");
  }

  /** Returns the names of the fields, in document order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns whether a field is there. */
  public boolean has(String name) {
    return node.has(name);
  }

  /** Returns a field that is itself an object. */
  public StrictJson object(String name) {
    return of(where + "/" + name, required(name));
  }

  /** Returns a field that is an array of objects. */
  public List<StrictJson> objects(String name) {
    JsonNode array = array(name);
    List<StrictJson> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      objects.add(of(where + "/" + name + "/" + i, array.get(i)));
    }
    return objects;
  }

  /** Returns a string field. */
  public String text(String name) {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw new BadInputException(where + "/" + name, "must be a string");
    }
    return value.textValue();
  }

  /** Returns a string field that matches a pattern as a whole. */
  public String text(String name, String pattern) {
    String value = text(name);
    if (!value.matches(pattern)) {
      throw new BadInputException(where + "/" + name, "must match " + pattern);
    }
    return value;
  }

  /** Returns a string field that may be absent. */
  public Optional<String> optionalText(String name) {
    return node.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** Reads a string field that can have only one value. */
  public void requireText(String name, String only) {
    if (!text(name).equals(only)) {
      throw new BadInputException(where + "/" + name, "must be \"" + only + "\"");
    }
  }

  /** Returns an integer field in [least, most]. */
  public long integer(String name, long least, long most) {
    return integer(where + "/" + name, required(name), least, most);
  }

  /** Returns a non-negative integer field written as a decimal string. */
  public BigInteger decimal(String name) {
    return new BigInteger(text(name, "0|[1-9][0-9]{0,38}"));
  }

  /** Returns whether a field is there and is null. */
  public boolean isNull(String name) {
    if (node.path(name).isNull()) {
      read.add(name);
      return true;
    }
    return false;
  }

  /** Returns a boolean field. */
  public boolean flag(String name) {
    JsonNode value = required(name);
    if (!value.isBoolean()) {
      throw new BadInputException(where + "/" + name, "must be true or false");
    }
    return value.booleanValue();
  }

  /** Returns a number field as the nearest double. */
  public double number(String name) {
    return number(where + "/" + name, required(name));
  }

  /** Returns an array of numbers. */
  public double[] numbers(String name) {
    JsonNode array = array(name);
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(where + "/" + name + "/" + i, array.get(i));
    }
    return values;
  }

  /** Returns an array of arrays of numbers, which may have different lengths. */
  public double[][] rows(String name) {
    JsonNode array = array(name);
    double[][] rows = new double[array.size()][];
    for (int i = 0; i < rows.length; i++) {
      String at = where + "/" + name + "/" + i;
      if (!array.get(i).isArray()) {
        throw new BadInputException(at, "must be an array");
      }
      rows[i] = new double[array.get(i).size()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = number(at + "/" + j, array.get(i).get(j));
      }
    }
    return rows;
  }

  /** Returns an array of integers in [least, most]. */
  public long[] integers(String name, long least, long most) {
    JsonNode array = array(name);
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      String at = where + "/" + name + "/" + i;
      values[i] = integer(at, array.get(i), least, most);
    }
    return values;
  }

  /** Returns an array of token ids, each in 0..2^31-1. */
  public int[] ids(String name) {
    JsonNode array = array(name);
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) integer(where + "/" + name + "/" + i, array.get(i), 0, Integer.MAX_VALUE);
    }
    return values;
  }

  /** Returns an array of strings, each matching a pattern as a whole. */
  public List<String> texts(String name, String pattern) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : array(name)) {
      String at = where + "/" + name + "/" + values.size();
      if (!value.isTextual() || !value.textValue().matches(pattern)) {
        throw new BadInputException(at, "must be a string that matches " + pattern);
      }
      values.add(value.textValue());
    }
    return values;
  }

  /** Returns a string of zeros and ones. */
  public String bits(String name) {
    return text(name, "[01]*");
  }

  /**
   * Returns a 64-bit integer written as a number or as a decimal string, as two's complement: in
   * -2^63..2^64-1.
   */
  public long word(String name) {
    return word(where + "/" + name, required(name));
  }

  /** Returns an array of 64-bit integers, each as {@link #word} reads one. */
  public long[] words(String name) {
    JsonNode array = array(name);
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = word(where + "/" + name + "/" + i, array.get(i));
    }
    return values;
  }

  /** Marks a field as read whose value does not matter, such as a note; it may be absent. */
  public void ignore(String name) {
    read.add(name);
  }

  private static long word(String at, JsonNode value) {
    boolean text = value.isTextual() && value.textValue().matches("-?[0-9]{1,20}");
    if (!text && !value.isIntegralNumber()) {
      throw new BadInputException(at, "must be a 64-bit integer, as a number or a decimal string");
    }
    BigInteger integer = text ? new BigInteger(value.textValue()) : value.bigIntegerValue();
    if (integer.signum() < 0 ? integer.bitLength() > 63 : integer.bitLength() > 64) {
      throw new BadInputException(at, "must be in -2^63..2^64-1");
    }
    return integer.longValue();
  }

  private static double number(String at, JsonNode value) {
    if (!value.isNumber()) {
      throw new BadInputException(at, "must be a number");
    }
    return value.doubleValue();
  }

  private static long integer(String at, JsonNode value, long least, long most) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new BadInputException(at, "must be an integer");
    }
    if (value.longValue() < least || value.longValue() > most) {
      throw new BadInputException(
          at, "must be in " + least + ".." + most + ", but is " + value.longValue());
    }
    return value.longValue();
  }

  private JsonNode array(String name) {
    JsonNode array = required(name);
    if (!array.isArray()) {
      throw new BadInputException(where + "/" + name, "must be an array");
    }
    return array;
  }

  /** Refuses fields that were not read. */
  public void end() {
    for (String name : names()) {
      if (!read.contains(name)) {
        throw new BadInputException(where + "/" + name, "is not a known field");
      }
    }
  }

  private JsonNode required(String name) {
    read.add(name);
    JsonNode value = node.get(name);
    if (value == null) {
      throw new BadInputException(where + "/" + name, "is missing");
    }
    return value;
  }
}
