package ai.tidemark.core.token;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte-level tokenizer.json files against ids that Hugging Face's tokenizers gave with them. */
final class ByteLevelJsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"bpe-llama3", "bpe-qwen", "bpe-o200k", "bpe-tekken", "bpe-gpt2"})
  void idsAreThoseOfTheOriginal(String name) throws Exception {
    Tokenizer tokenizer = Tokenizers.open("hf:" + file(name));
    JsonNode cases = known().path("cases");
    assertThat(cases.size()).isEqualTo(410);
    for (int round = 0; round < 2; round++) { // the second one from the caches
      for (JsonNode one : cases) {
        int[] expected = new int[one.path(name).size()];
        Arrays.setAll(expected, i -> one.path(name).path(i).intValue());
        String text = one.path("text").textValue();
        assertThat(tokenizer.encode(text)).as(text).containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe-llama3", "bpe-qwen", "bpe-o200k", "bpe-tekken", "bpe-gpt2"})
  void fingerprintIsTheOneComputedInPython(String name) throws Exception {
    assertThat(Tokenizers.open(file(name).toString()).fingerprint())
        .isEqualTo(known().path("fingerprints").path(name).textValue());
  }

  @Test
  void idsStandForTheTextTheyCameFrom() throws Exception {
    Tokenizer tokenizer = Tokenizers.open("hf:" + file("bpe-llama3"));
    for (JsonNode one : known().path("cases")) {
      String text = one.path("text").textValue();
      int[] ids = tokenizer.encode(text);
      assertThat(new String(tokenizer.decode(ids, 0, ids.length), StandardCharsets.UTF_8))
          .isEqualTo(text);
      assertThat(Arrays.stream(ids).noneMatch(tokenizer::isControl)).isTrue();
    }
    int control = tokenizer.vocabularySize() - 6;
    assertThat(tokenizer.isControl(control)).isTrue();
    assertThat(tokenizer.bytes(control)).isEmpty();
    assertThat(new String(tokenizer.bytes(control + 3), StandardCharsets.UTF_8))
        .isEqualTo("<think>");
  }

  /** Whatever a text of inert code points holds, its normal form is itself. */
  @Test
  void everyCodePointThatChangesOrJoinsIsActive() {
    BitSet joins = new BitSet();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      String one = Character.toString(c);
      Normalizer.normalize(one, Normalizer.Form.NFD).codePoints().skip(1).forEach(joins::set);
      if (!Normalizer.isNormalized(one, Normalizer.Form.NFC)) {
        joins.set(c);
      }
    }
    for (int c = joins.nextSetBit(0); c >= 0; c = joins.nextSetBit(c + 1)) {
      assertThat(Nfc.isActive(c)).as(Integer.toHexString(c)).isTrue();
    }
    assertThat(joins.nextSetBit(0)).isEqualTo(0x300);
  }

  private static JsonNode known() throws IOException {
    try (InputStream in =
        requireNonNull(
            ByteLevelJsonTest.class.getResourceAsStream("/tokens/known-json-ids.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  static Path file(String name) throws URISyntaxException {
    return Path.of(
        requireNonNull(ByteLevelJsonTest.class.getResource("/tokens/" + name + ".json")).toURI());
  }
}
