package ai.tidemark.service.config;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One YAML mapping, read field by field. A missing field, a wrong type, a value out of range and,
 * at {@link #end}, a field nobody asked for are refused with their pointer, line and column. Values
 * are never printed: they may be secret.
 */
final class YamlFields {
  private final String where;
  private final Yaml.Mapping mapping;
  private final Set<String> known = new LinkedHashSet<>();

  /** The fields of a mapping; {@code where} is the file and the pointer to it. */
  YamlFields(String where, Yaml.Mapping mapping) {
    this.where = where;
    this.mapping = mapping;
  }

  /** Returns the names that are there. */
  Set<String> names() {
    return mapping.fields().keySet();
  }

  /** Returns whether a field is there. */
  boolean has(String name) {
    known.add(name);
    return mapping.fields().containsKey(name);
  }

  /** Returns a string, not empty. */
  String text(String name) {
    return text(where + "/" + name, required(name));
  }

  /** Returns a string that matches a pattern as a whole. */
  String text(String name, String pattern, String inWords) {
    String value = text(name);
    if (!value.matches(pattern)) {
      throw bad(name, "must be " + inWords);
    }
    return value;
  }

  /** Returns a string, or another where the field is not there. */
  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  /** Returns an integer in [least, most]. */
  int integer(String name, int least, int most) {
    Yaml value = required(name);
    if (value instanceof Yaml.Scalar(_, JsonToken kind, String text)
        && kind == JsonToken.VALUE_NUMBER_INT
        && text.matches("-?[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number < least || number > most) {
        throw bad(name, "must be in " + least + ".." + most + ", but is " + number);
      }
      return (int) number;
    }
    throw bad(name, "must be an integer in " + least + ".." + most);
  }

  /** Returns an integer in [least, most], or another where the field is not there. */
  int integer(String name, int least, int most, int otherwise) {
    return has(name) ? integer(name, least, most) : otherwise;
  }

  /** Returns a mapping, if it is there. */
  Optional<YamlFields> fields(String name) {
    return has(name) ? Optional.of(fields(where + "/" + name, required(name))) : Optional.empty();
  }

  /** Returns a sequence of mappings, at least one. */
  List<YamlFields> list(String name) {
    List<YamlFields> list = new ArrayList<>();
    for (Yaml value : sequence(name)) {
      list.add(fields(where + "/" + name + "/" + list.size(), value));
    }
    return list;
  }

  /** Returns a sequence of strings, at least one. */
  List<String> texts(String name) {
    List<String> list = new ArrayList<>();
    for (Yaml value : sequence(name)) {
      list.add(text(where + "/" + name + "/" + list.size(), value));
    }
    return list;
  }

  /** Refuses fields that were not asked for. */
  void end() {
    for (String name : names()) {
      if (!known.contains(name)) {
        String hint = nearest(name).map(n -> "; did you mean " + n + "?").orElse("");
        throw bad(name, "is not a known field" + hint);
      }
    }
  }

  /** Returns a complaint about a field. */
  BadInputException bad(String name, String problem) {
    Yaml.Field field = mapping.fields().get(name);
    return bad(where + "/" + name, field == null ? mapping.at() : field.at(), problem);
  }

  private static BadInputException bad(String where, Yaml.Place at, String problem) {
    int hint = problem.indexOf(';');
    String place = " (" + at + ")";
    return new BadInputException(
        where,
        hint < 0 ? problem + place : problem.substring(0, hint) + place + problem.substring(hint));
  }

  private Yaml required(String name) {
    known.add(name);
    Yaml.Field field = mapping.fields().get(name);
    if (field == null) {
      throw new BadInputException(where + "/" + name, "is missing");
    }
    return field.value();
  }

  private List<Yaml> sequence(String name) {
    if (required(name) instanceof Yaml.Sequence(_, List<Yaml> values) && !values.isEmpty()) {
      return values;
    }
    throw bad(name, "must be a list with at least one entry");
  }

  private static YamlFields fields(String where, Yaml value) {
    if (value instanceof Yaml.Mapping mapping) {
      return new YamlFields(where, mapping);
    }
    throw bad(where, value.at(), "must be a mapping of fields");
  }

  private static String text(String where, Yaml value) {
    if (value instanceof Yaml.Scalar(_, JsonToken kind, String text)) {
      if (kind == JsonToken.VALUE_STRING && !text.isBlank()) {
        return text;
      }
      if (kind != JsonToken.VALUE_STRING && kind != JsonToken.VALUE_NULL) {
        throw bad(where, value.at(), "must be a string; put it in quotes");
      }
    }
    throw bad(where, value.at(), "must be a string, not empty");
  }

  private Optional<String> nearest(String name) {
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(k, name)))
        .filter(k -> distance(k, name) <= Math.max(1, name.length() / 3));
  }

  /** Returns the Levenshtein distance: insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
