package ai.tidemark.core.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the known-answer files that live in the testkit's resources. */
public final class Vectors {
  private Vectors() {}

  /** Returns the root of {@code vectors/NAME.json}. */
  public static JsonNode read(String name) {
    String path = "/vectors/" + name + ".json";
    try (InputStream in = Vectors.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the cases of one kind; never empty. */
  public static List<JsonNode> cases(String name, String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode row : read(name).get("cases")) {
      if (row.get("kind").asText().equals(kind)) {
        found.add(row);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(name + " has no case of kind " + kind);
    }
    return found;
  }

  /** Returns an array of ids. */
  public static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }
}
