package ai.tidemark.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalJsonTest {

  /** The example of RFC 8785, section 3.2.2 and 3.2.3. */
  @Test
  void matchesTheExampleOfTheStandard() throws IOException {
    String input =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    String expected =
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
    byte[] actual = CanonicalJson.bytes(JsonMapper.builder().build().readTree(input));
    assertThat(new String(actual, StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  /** Names sort by UTF-16 code units: RFC 8785, section 3.2.3, the order of its example. */
  @Test
  void sortsNamesByUtf16CodeUnits() throws IOException {
    String input =
        "{\"\\u20ac\":1,\"\\r"
            + "\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
    byte[] actual = CanonicalJson.bytes(JsonMapper.builder().build().readTree(input));
    assertThat(new String(actual, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "nul", "{\"a\":01}", "\u0000"})
  void strictReadingRefusesWhatIsNotOneJsonValue(String json) {
    assertThatThrownBy(() -> StrictJson.parse("f.json", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("f.json");
  }

  @Test
  void strictReadingRefusesAbsurdNesting() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    assertThatThrownBy(() -> StrictJson.parse("f.json", deep.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class);
  }
}
