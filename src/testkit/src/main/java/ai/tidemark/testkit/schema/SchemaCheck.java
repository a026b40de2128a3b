package ai.tidemark.testkit.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of JSON Schema 2020-12 that the schemas in docs/formats use. A keyword outside that part
 * is refused, so that no schema is taken for checked when it is not.
 */
public final class SchemaCheck {
  private static final Set<String> NOTES =
      Set.of("$schema", "$id", "$defs", "title", "description", "default", "examples");

  private final JsonNode root;
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck(JsonNode root) {
    this.root = root;
  }

  /**
   * Returns what is wrong with a document, each problem with its JSON pointer; empty if nothing.
   *
   * @param schema file that holds the schema
   * @param json UTF-8
   */
  public static List<String> problems(Path schema, byte[] json) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      SchemaCheck check = new SchemaCheck(mapper.readTree(schema.toFile()));
      check.check(check.root, mapper.readTree(json), "");
      return check.problems;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(JsonNode schema, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (!NOTES.contains(keyword.getKey())) {
        keyword(keyword.getKey(), keyword.getValue(), schema, value, at);
      }
    }
  }

  private void keyword(String name, JsonNode rule, JsonNode schema, JsonNode value, String at) {
    switch (name) {
      case "$ref" -> check(root.at(rule.asText().substring(1)), value, at);
      case "type" -> require(isOfType(rule, value), at, "must be of type " + rule);
      case "const" -> require(rule.equals(value), at, "must be " + rule);
      case "enum" -> require(contains(rule, value), at, "must be one of " + rule);
      case "pattern" ->
          require(
              !value.isTextual() || value.asText().matches(".*(?:" + rule.asText() + ").*"),
              at,
              "must match " + rule);
      case "minimum" ->
          require(!value.isNumber() || value.asDouble() >= rule.asDouble(), at, "min " + rule);
      case "maximum" ->
          require(!value.isNumber() || value.asDouble() <= rule.asDouble(), at, "max " + rule);
      case "minLength" ->
          require(!value.isTextual() || value.asText().length() >= rule.asInt(), at, "too short");
      case "maxLength" ->
          require(!value.isTextual() || value.asText().length() <= rule.asInt(), at, "too long");
      case "minItems" ->
          require(!value.isArray() || value.size() >= rule.asInt(), at, "has too few items");
      case "maxItems" ->
          require(!value.isArray() || value.size() <= rule.asInt(), at, "has too many items");
      case "required" ->
          rule.forEach(
              field ->
                  require(!value.isObject() || value.has(field.asText()), at, "lacks " + field));
      case "properties" ->
          rule.fieldNames()
              .forEachRemaining(
                  field -> {
                    if (value.has(field)) {
                      check(rule.get(field), value.get(field), at + "/" + field);
                    }
                  });
      case "patternProperties" ->
          value
              .fieldNames()
              .forEachRemaining(
                  field ->
                      matching(schema, field)
                          .forEach(one -> check(one, value.get(field), at + "/" + field)));
      case "additionalProperties" -> additional(rule, schema, value, at);
      case "oneOf" -> oneOf(rule, value, at);
      case "items" -> {
        for (int i = 0; i < value.size(); i++) {
          check(rule, value.get(i), at + "/" + i);
        }
      }
      default -> throw new IllegalArgumentException("schema keyword is not supported: " + name);
    }
  }

  private void oneOf(JsonNode rules, JsonNode value, String at) {
    int matches = 0;
    for (JsonNode rule : rules) {
      SchemaCheck branch = new SchemaCheck(root);
      branch.check(rule, value, at);
      matches += branch.problems.isEmpty() ? 1 : 0;
    }
    require(matches == 1, at, "matches " + matches + " of the forms instead of one");
  }

  private void additional(JsonNode rule, JsonNode schema, JsonNode value, String at) {
    value
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (schema.path("properties").has(field) || !matching(schema, field).isEmpty()) {
                return;
              }
              if (rule.isBoolean()) {
                require(rule.asBoolean(), at + "/" + field, "is not a known field");
              } else {
                check(rule, value.get(field), at + "/" + field);
              }
            });
  }

  private static List<JsonNode> matching(JsonNode schema, String field) {
    List<JsonNode> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : schema.path("patternProperties").properties()) {
      if (field.matches(".*(?:" + one.getKey() + ").*")) {
        rules.add(one.getValue());
      }
    }
    return rules;
  }

  private static boolean isOfType(JsonNode rule, JsonNode value) {
    if (rule.isArray()) {
      for (JsonNode one : rule) {
        if (isOfType(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (rule.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("schema type is not supported: " + rule);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private void require(boolean holds, String at, String problem) {
    if (!holds) {
      problems.add((at.isEmpty() ? "/" : at) + " " + problem);
    }
  }
}
