package ai.tidemark.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Vectors in the shape of Wycheproof. */
public final class VectorFile {
  private VectorFile() {}

  /** Returns the tests of one type from {@code vectors/NAME.json}. */
  public static List<JsonNode> tests(String name, String type) {
    try (InputStream in = VectorFile.class.getResourceAsStream("/vectors/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no vectors " + name);
      }
      List<JsonNode> tests = new ArrayList<>();
      for (JsonNode group : new ObjectMapper().readTree(in).get("testGroups")) {
        if (group.get("type").asText().equals(type)) {
          group.get("tests").forEach(tests::add);
        }
      }
      return tests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a test is of a case that must be accepted. */
  public static boolean valid(JsonNode test) {
    return test.get("result").asText().equals("valid");
  }

  /** Returns a field of hex digits as bytes. */
  public static byte[] bytes(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.get(field).asText());
  }
}
