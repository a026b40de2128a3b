package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tokenizer.json with byte fallback says, and what of it is not known here. */
final class SentencePieceJsonTest {
  private static final String REPLACE =
      "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\u2581\"}";
  private static final String PREPEND = "{\"type\":\"Prepend\",\"prepend\":\"\u2581\"}";
  private static final String LLAMA =
      "{\"type\":\"Sequence\",\"normalizers\":[" + PREPEND + "," + REPLACE + "]}";

  private String normalizer = REPLACE;
  private String preTokenizer = "null";
  private String added = "";
  private String model = "";
  private String merges = "[\"a\",\"a\"],[\"\u2581\",\"a\"],[\"\u2581a\",\"a\"]";

  @Test
  void mergesByRankNotByResult() {
    Tokenizer tokenizer = open();
    // "aa" is made first, and nothing joins the space to it
    assertThat(spell(tokenizer, " aa")).containsExactly(" ", "aa");
    assertThat(spell(tokenizer, " a")).containsExactly(" a");
  }

  @Test
  void gemmasShapeSplitsAtNothing() {
    List<String> plain = spell(open(), "a aa  a");
    preTokenizer =
        "{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},"
            + "\"behavior\":\"MergedWithPrevious\",\"invert\":false}";
    assertThat(spell(open(), "a aa  a")).isEqualTo(plain);
  }

  @Test
  void llama2sShapePutsASpaceBeforeEveryPart() {
    normalizer = LLAMA;
    added = token(500, "<u>", false, false);
    assertThat(spell(open(), "a<u>a<u> a")).isEqualTo(List.of(" a", "<u>", " a", "<u>", " ", " a"));
    assertThat(open().encode("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "first  | ' a'|'<u>'|'a'",
        "always | ' a'|'<u>'|' a'",
        "never  | 'a' |'<u>'|'a'",
      })
  void metaspacePrepends(String scheme, String first, String second, String third) {
    normalizer = "null";
    preTokenizer =
        "{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\""
            + scheme
            + "\",\"split\":false}";
    added = token(500, "<u>", false, false);
    assertThat(spell(open(), "a<u>a")).containsExactly(first, second, third);
    assertThat(spell(open(), " a")).containsExactly(" a"); // has one already
  }

  @Test
  void specialNamesAreText() {
    added = token(500, "<s>", true, false);
    Tokenizer tokenizer = open();
    assertThat(tokenizer.encode("<s>")).containsExactly('<', 's', '>');
    assertThat(tokenizer.isControl(500)).isTrue();
    assertThat(tokenizer.isControl(400)).isTrue(); // not assigned
    assertThat(tokenizer.vocabularySize()).isEqualTo(501);
  }

  @Test
  void fingerprintHoldsPrefixAndMerges() {
    String plain = open().fingerprint();
    assertThat(open().fingerprint()).isEqualTo(plain);
    normalizer = LLAMA;
    assertThat(open().fingerprint()).isNotEqualTo(plain);
    normalizer = REPLACE;
    merges = "[\"\u2581\",\"a\"],[\"a\",\"a\"],[\"\u2581a\",\"a\"]";
    assertThat(open().fingerprint()).isNotEqualTo(plain);
  }

  @Test
  void refusesWhatWouldChangeIds() {
    model = ",\"ignore_merges\":true";
    assertRefused("#/model/ignore_merges");
    model = ",\"dropout\":0.1";
    assertRefused("#/model/dropout");
    model = "";
    merges = "[\"<0x41>\",\"a\"]";
    assertRefused("#/model/merges/0");
    merges = "";
    normalizer = "null";
    assertRefused("#/normalizer");
    normalizer = "{\"type\":\"NFKC\"}";
    assertRefused("#/normalizer");
    normalizer = REPLACE;
    preTokenizer = "{\"type\":\"Metaspace\",\"replacement\":\"\u2581\"}";
    assertRefused("#/pre_tokenizer");
    preTokenizer = "null";
    added = token(500, "<u>", false, true);
    assertRefused("#/added_tokens");
  }

  private void assertRefused(String pointer) {
    assertThatThrownBy(this::open)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(pointer);
  }

  private static String token(int id, String content, boolean special, boolean normalized) {
    return "{\"id\":%d,\"content\":\"%s\",\"special\":%b,\"normalized\":%b"
            .formatted(id, content, special, normalized)
        + ",\"lstrip\":false,\"rstrip\":false,\"single_word\":false}";
  }

  private Tokenizer open() {
    StringBuilder vocabulary = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      vocabulary.append("\"<0x%02X>\":%d,".formatted(b, b));
    }
    String json =
        "{\"version\":\"1.0\",\"added_tokens\":["
            + added
            + "],\"normalizer\":"
            + normalizer
            + ",\"pre_tokenizer\":"
            + preTokenizer
            + ",\"model\":{\"type\":\"BPE\",\"byte_fallback\":true,\"fuse_unk\":true"
            + model
            + ",\"vocab\":{"
            + vocabulary
            + "\"a\":256,\"\u2581\":257,\"aa\":258,\"\u2581a\":259,\"\u2581aa\":260"
            + (merges.contains("0x41") ? ",\"<0x41>a\":261" : "")
            + "},\"merges\":["
            + merges
            + "]}}";
    TokenizerJson file = TokenizerJson.read("test", json.getBytes(StandardCharsets.UTF_8));
    assertThat(SentencePieceJson.concerns(file)).isTrue();
    return SentencePieceJson.open(file);
  }

  private static List<String> spell(Tokenizer tokenizer, String text) {
    return IntStream.of(tokenizer.encode(text))
        .mapToObj(id -> new String(tokenizer.bytes(id), StandardCharsets.UTF_8))
        .toList();
  }
}
