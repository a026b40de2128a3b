package ai.tidemark.service.config;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One YAML document as a tree that remembers where everything stands. Aliases and tags are refused:
 * a configuration needs none, and they make files that mean more than they show.
 */
sealed interface Yaml {
  /** Returns where it stands. */
  Place at();

  /**
   * A place in the file.
   *
   * @param line from 1
   * @param column from 1
   */
  record Place(int line, int column) {
    static Place of(JsonLocation location) {
      return new Place(location.getLineNr(), location.getColumnNr());
    }

    @Override
    public String toString() {
      return "line " + line + ", column " + column;
    }
  }

  /** A string, number, boolean or null. */
  record Scalar(Place at, JsonToken kind, String text) implements Yaml {}

  /** Values in order. */
  record Sequence(Place at, List<Yaml> values) implements Yaml {}

  /** Fields in order. */
  record Mapping(Place at, Map<String, Field> fields) implements Yaml {}

  /** A field's name and value. */
  record Field(Place at, Yaml value) {}

  /**
   * Parses a document whose root is a mapping.
   *
   * @throws BadInputException with line and column
   */
  static Mapping parse(String where, byte[] utf8) {
    try (YAMLParser parser = new YAMLFactory().createParser(utf8)) {
      if (parser.nextToken() == null) {
        throw new BadInputException(where, "is empty");
      }
      Yaml root = new Builder(where, parser).value("#", 0);
      if (parser.nextToken() != null) {
        throw new BadInputException(where, "must hold one YAML document, but holds more");
      }
      if (root instanceof Mapping mapping) {
        return mapping;
      }
      throw new BadInputException(where, "must be a YAML mapping of fields");
    } catch (JsonProcessingException e) {
      String at =
          Optional.ofNullable(e.getLocation()).map(l -> " (" + Place.of(l) + ")").orElse("");
      throw new BadInputException(where, "is not valid YAML" + at); // the cause quotes the file
    } catch (IOException e) {
      throw new BadInputException(where, "cannot be read", e);
    }
  }

  /** Builds the tree from parser events. */
  final class Builder {
    private static final int DEEPEST = 16;

    private final String where;
    private final YAMLParser parser;

    private Builder(String where, YAMLParser parser) {
      this.where = where;
      this.parser = parser;
    }

    private Yaml value(String pointer, int depth) throws IOException {
      Place at = Place.of(parser.currentTokenLocation());
      if (parser.isCurrentAlias() || parser.getTypeId() != null) {
        throw bad(pointer, at, "uses an alias or a tag, write the value out");
      }
      if (depth > DEEPEST) {
        throw bad(pointer, at, "is nested too deep");
      }
      return switch (parser.currentToken()) {
        case START_OBJECT -> mapping(pointer, at, depth);
        case START_ARRAY -> sequence(pointer, at, depth);
        default -> new Scalar(at, parser.currentToken(), parser.getText());
      };
    }

    private Mapping mapping(String pointer, Place at, int depth) throws IOException {
      Map<String, Field> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        Place nameAt = Place.of(parser.currentTokenLocation());
        String below = pointer + "/" + name;
        parser.nextToken();
        if (fields.put(name, new Field(nameAt, value(below, depth + 1))) != null) {
          throw bad(below, nameAt, "is given twice");
        }
      }
      return new Mapping(at, fields);
    }

    private Sequence sequence(String pointer, Place at, int depth) throws IOException {
      List<Yaml> values = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(pointer + "/" + values.size(), depth + 1));
      }
      return new Sequence(at, values);
    }

    private BadInputException bad(String pointer, Place at, String problem) {
      return new BadInputException(where + pointer, problem + " (" + at + ")");
    }
  }
}
