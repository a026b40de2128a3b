package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every tokenizer against ids that the original code gave: llama.cpp's server, OpenAI's tiktoken.
 */
final class KnownIdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "spm-prefix", "spm-plain"})
  void idsAreThoseOfTheOriginal(String name) {
    Tokenizer tokenizer = TokenVectors.open(name);
    JsonNode cases = TokenVectors.known().path("cases");
    assertThat(cases.size()).isEqualTo(475);
    for (JsonNode one : cases) {
      int[] expected = new int[one.path(name).size()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = one.path(name).path(i).intValue();
      }
      String text = one.path("text").textValue();
      assertThat(tokenizer.encode(text)).as(text).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "spm-prefix", "spm-plain"})
  void fingerprintIsTheOneComputedInPython(String name) {
    assertThat(TokenVectors.open(name).fingerprint())
        .isEqualTo(TokenVectors.known().path("fingerprints").path(name).textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "spm-plain"})
  void decodingGivesTheTextBack(String name) {
    Tokenizer tokenizer = TokenVectors.open(name);
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String text = TokenVectors.randomText(random).replace('\u2581', '_');
      int[] ids = tokenizer.encode(text);
      assertThat(tokenizer.decode(ids, 0, ids.length))
          .as(text)
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      for (int id : ids) {
        assertThat(tokenizer.isControl(id)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "spm-prefix", "spm-plain"})
  void unpairedSurrogatesAreReplaced(String name) {
    Tokenizer tokenizer = TokenVectors.open(name);
    assertThat(tokenizer.encode("a\uD800b\uDC00\uD83D\uDE00\uDBFF"))
        .containsExactly(tokenizer.encode("a\uFFFDb\uFFFD\uD83D\uDE00\uFFFD"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl100k_base", "spm-prefix", "spm-plain"})
  void appendsToWhatTheBufferHolds(String name) {
    TokenBuffer buffer = new TokenBuffer();
    buffer.add(-5);
    Tokenizer tokenizer = TokenVectors.open(name);
    tokenizer.encode("", buffer);
    assertThat(buffer.toArray()).containsExactly(-5);
    tokenizer.encode("tide", buffer);
    assertThat(buffer.size()).isEqualTo(1 + tokenizer.encode("tide").length);
    assertThat(buffer.get(0)).isEqualTo(-5);
  }
}
