package ai.tidemark.keys.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of {@code vectors/crypto}, run against one provider.
 *
 * @param tests how many were run
 * @param wrong ids and comments of those where the provider says otherwise
 * @param unchecked rejections of invalid input by an exception that the API does not declare, by
 *     class
 */
record Vectors(int tests, List<String> wrong, Map<String, Integer> unchecked) {
  /** One test; false and any exception mean that the provider rejects it. */
  interface Run {
    boolean accepts(JsonNode group, JsonNode test) throws GeneralSecurityException;
  }

  /** Runs the groups of one type; those named {@code acceptable} may go either way. */
  static Vectors run(String file, String type, Run run) {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> unchecked = new TreeMap<>();
    int tests = 0;
    for (JsonNode group : groups(file)) {
      if (!group.get("type").asText().equals(type)) {
        continue;
      }
      for (JsonNode test : group.get("tests")) {
        tests++;
        boolean accepted;
        try {
          accepted = run.accepts(group, test);
        } catch (GeneralSecurityException _) {
          accepted = false;
        } catch (RuntimeException e) {
          unchecked.merge(e.getClass().getSimpleName(), 1, Integer::sum);
          accepted = false;
        }
        String expected = test.get("result").asText();
        if (!expected.equals("acceptable") && accepted != expected.equals("valid")) {
          wrong.add(test.get("tcId") + " " + test.get("flags") + " " + test.get("comment"));
        }
      }
    }
    return new Vectors(tests, wrong, unchecked);
  }

  private static JsonNode groups(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/crypto/" + file + ".json")) {
      return new ObjectMapper().readTree(in).get("testGroups");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.get(field).asText());
  }

  static byte[] concatenated(JsonNode test, String one, String two) {
    return HexFormat.of().parseHex(test.get(one).asText() + test.get(two).asText());
  }
}
