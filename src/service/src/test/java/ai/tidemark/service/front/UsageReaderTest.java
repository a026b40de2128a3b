package ai.tidemark.service.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class UsageReaderTest {
  private static OptionalInt read(String json, int chunk) {
    UsageReader reader = new UsageReader("completion_tokens");
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += chunk) {
      reader.take(Buffer.buffer(json.substring(from, Math.min(bytes.length, from + chunk))));
    }
    return reader.value();
  }

  @Test
  void findsTheCountHoweverItIsCut() {
    String json =
        "{\"content\":\"say \\\"completion_tokens\\\":999\",\"usage\":{\"prompt_tokens\":3,"
            + "\"completion_tokens\": 1234,\"completion_tokens_details\":{\"x\":7}}}";
    for (int chunk = 1; chunk < 40; chunk++) {
      assertThat(read(json, chunk)).hasValue(1234);
    }
  }

  @Test
  void theLastCountWins() {
    assertThat(read("{\"completion_tokens\":1}\n{\"completion_tokens\":2}", 5)).hasValue(2);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(read("{\"usage\":null,\"completion_tokens\":null}", 5)).isEmpty();
    assertThat(read("{\"completion_tokens\":99999999999999999999,}", 5)).isEmpty();
    assertThat(read("", 5)).isEmpty();
  }
}
