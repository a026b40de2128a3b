package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The files of {@code vectors/log} as test cases. */
final class LogVectors {
  /** A test with its group; its name is shown. */
  record Case(String name, JsonNode group, JsonNode test) {
    boolean valid() {
      return test.get("result").asText().equals("valid");
    }

    /** Returns what is to fail, or "valid". */
    String outcome() {
      return valid() ? "valid" : test.get("error").asText();
    }

    /** Returns the bytes of a text that may not be UTF-8. */
    byte[] bytes(String field) {
      return test.has(field + "Hex")
          ? HexFormat.of().parseHex(test.get(field + "Hex").asText())
          : test.get(field).asText().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private LogVectors() {}

  static JsonNode read(String file) {
    String path = "/vectors/log/" + file + ".json";
    try (InputStream in = Objects.requireNonNull(LogVectors.class.getResourceAsStream(path))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Returns the tests of one type of group. */
  static Stream<Arguments> of(String file, String type) {
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode group : read(file).get("testGroups")) {
      if (group.get("type").asText().equals(type)) {
        for (JsonNode test : group.get("tests")) {
          String name = test.get("tcId").asInt() + " " + test.get("comment").asText();
          cases.add(Arguments.of(new Case(name, group, test)));
        }
      }
    }
    return cases.stream();
  }

  /** Runs something and returns what failed, or "valid". */
  static String outcome(Runnable run) {
    try {
      run.run();
      return "valid";
    } catch (BadInputException _) {
      return "MALFORMED";
    } catch (LogException e) {
      return e.code().name();
    }
  }

  /** Returns the strings of an array. */
  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  /** Returns the bytes of an array of hex strings. */
  static List<byte[]> bytes(JsonNode array) {
    return texts(array).stream().map(HexFormat.of()::parseHex).toList();
  }

  /** Returns the bytes of a hex string. */
  static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }
}
