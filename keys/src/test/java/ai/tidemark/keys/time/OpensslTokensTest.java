package ai.tidemark.keys.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tokens that the openssl program made, kept with what must be said of them. */
final class OpensslTokensTest {
  @TestFactory
  List<DynamicTest> saysOfEachWhatItShould() throws IOException {
    JsonNode file;
    try (InputStream in = getClass().getResourceAsStream("/vectors/time/openssl.json")) {
      file = new ObjectMapper().readTree(in);
    }
    JsonNode group = file.get("testGroups").get(0);
    List<X509Certificate> roots = TimeRoots.parse("root", group.get("root").asText());
    List<DynamicTest> tests =
        group
            .get("tests")
            .valueStream()
            .map(
                test ->
                    DynamicTest.dynamicTest(test.get("comment").asText(), () -> run(test, roots)))
            .toList();
    assertThat(tests).hasSize(file.get("numberOfTests").asInt()).hasSizeGreaterThan(10);
    return tests;
  }

  private static void run(JsonNode test, List<X509Certificate> roots) {
    String said;
    try {
      TimeStamps.verify(
          bytes(test, "token"),
          bytes(test, "imprint"),
          roots,
          Instant.parse(test.get("at").asText()));
      said = "OK";
    } catch (TimeException e) {
      said = e.code().name();
    }
    assertThat(said).isEqualTo(test.get("flags").get(0).asText());
  }

  private static byte[] bytes(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.get(field).asText());
  }
}
