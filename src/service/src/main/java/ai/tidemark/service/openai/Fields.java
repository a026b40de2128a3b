package ai.tidemark.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Typed access to a request's fields. An explicit null is as good as no field. */
final class Fields {
  private final ObjectNode node;

  Fields(ObjectNode node) {
    this.node = node;
  }

  /** Returns the field, or null where it is absent or null. */
  @Nullable JsonNode get(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Returns a field that must be there. */
  JsonNode required(String name) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      throw ApiError.badParameter(name, "is missing");
    }
    return value;
  }

  /** Returns a string field that must be there. */
  String requiredText(String name) throws ApiError {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw ApiError.badParameter(name, "must be a string");
    }
    return value.textValue();
  }

  /** Returns a boolean field, false where it is absent. */
  boolean flag(String name) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw ApiError.badParameter(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /** Returns a number in [least, most]. */
  OptionalDouble number(String name, double least, double most) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw ApiError.badParameter(name, "must be a number in " + least + ".." + most);
    }
    return OptionalDouble.of(value.doubleValue());
  }

  /** Returns an integer in [least, most]. */
  OptionalInt integer(String name, int least, int most) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw ApiError.badParameter(name, "must be an integer in " + least + ".." + most);
    }
    return OptionalInt.of(value.intValue());
  }

  /** Returns a string, or every string of an array, at most this many. */
  List<String> texts(String name, int most) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (value.isTextual()) {
      return List.of(value.textValue());
    }
    if (!value.isArray() || value.size() > most) {
      throw ApiError.badParameter(name, "must be a string or at most " + most + " strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value) {
      if (!text.isTextual()) {
        throw ApiError.badParameter(name, "must be a string or at most " + most + " strings");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** Returns an object field. */
  Optional<Fields> object(String name) throws ApiError {
    JsonNode value = get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(new Fields(object));
    }
    throw ApiError.badParameter(name, "must be an object");
  }

  /** Returns the object itself. */
  ObjectNode node() {
    return node;
  }
}
