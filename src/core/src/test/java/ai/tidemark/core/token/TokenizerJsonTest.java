package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are damaged, or say what is not known here. */
final class TokenizerJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ObjectNode root;

  @BeforeEach
  void read() throws Exception {
    root = (ObjectNode) JSON.readTree(Files.readAllBytes(ByteLevelJsonTest.file("bpe-qwen")));
  }

  @Test
  void namesThePlaceOfWhatIsWrong() throws IOException {
    model().put("type", "Unigram");
    refuses("tok#/model/type: must be \"BPE\"");
    model().put("type", "BPE").put("dropout", 0.1);
    refuses("tok#/model/dropout: must be a string");
    model().putNull("dropout").put("byte_fallback", true);
    refuses("tok#/model/byte_fallback: must be false");
    model().put("byte_fallback", false).put("novelty", 1);
    refuses("tok#/model/novelty: is not a known field");
    model().remove("novelty");
    root.put("extra", 1);
    refuses("tok#/extra: is not a known field");
    root.remove("extra");
    root.put("version", "2.0");
    refuses("tok#/version: must be \"1.0\"");
  }

  @Test
  void refusesMergesThatCannotBe() throws IOException {
    ArrayNode merges = (ArrayNode) model().get("merges");
    merges.set(3, JSON.createArrayNode().add("a"));
    refuses("tok#/model/merges/3: must be two tokens");
    merges.set(3, JSON.getNodeFactory().textNode("a b c"));
    refuses("tok#/model/merges/3: must be two tokens with one space between");
    merges.set(3, JSON.getNodeFactory().textNode("\u0120 \u4E00"));
    refuses("tok#/model/merges/3: names or makes a token that is not in the vocabulary");
  }

  @Test
  void refusesVocabulariesThatAreNone() throws IOException {
    ObjectNode vocabulary = (ObjectNode) model().get("vocab");
    int id = vocabulary.get("a").intValue();
    vocabulary.put("a", 1_100);
    refuses("tok#/model/vocab: has two tokens of id 1100");
    vocabulary.put("a", -1);
    assertThatThrownBy(this::open).hasMessageContaining("must have an id in 0..");
    vocabulary.put("a", 900_000);
    refuses("tok#/model/vocab: leaves more ids unassigned than it assigns");
    vocabulary.remove("a");
    assertThatThrownBy(this::open).hasMessageContaining("tok#/model/merges/");
    vocabulary.put("a", id);
    ((ArrayNode) model().get("merges")).removeAll();
    vocabulary.remove("\u0143");
    refuses("tok#/model/vocab: has no token \u0143");
  }

  @Test
  void refusesPatternsAndPartsThatAreNotKnown() throws IOException {
    ArrayNode parts = (ArrayNode) root.get("pre_tokenizer").get("pretokenizers");
    ((ObjectNode) parts.get(0).get("pattern")).put("Regex", "\\s+");
    refuses("tok#/pre_tokenizer/pretokenizers/0/pattern/Regex: is no pattern that is known here");
    parts.remove(0);
    assertThatThrownBy(this::open).hasMessageContaining("tok#/pre_tokenizer: has");
    ((ObjectNode) root.get("normalizer")).put("type", "NFKC");
    assertThatThrownBy(this::open).isInstanceOf(BadInputException.class);
  }

  @Test
  void refusesAddedTokensThatLookAround() throws IOException {
    ObjectNode token = (ObjectNode) root.get("added_tokens").get(4);
    token.put("lstrip", true);
    assertThatThrownBy(this::open).hasMessageContaining("lstrip");
    token.put("lstrip", false).put("id", 5);
    assertThatThrownBy(this::open).hasMessageContaining("tok#/added_tokens/4: has another id");
  }

  /** A token too long for the search of short pieces keeps the merge that makes it. */
  @Test
  void mergesOfLongTokensAreFound() throws IOException {
    ObjectNode vocabulary = (ObjectNode) model().get("vocab");
    ArrayNode merges = (ArrayNode) model().get("merges");
    int id = 1_500;
    for (int length = 1; length < 4_096; length *= 2) {
      String half = "q".repeat(length);
      if (!vocabulary.has(half + half)) {
        vocabulary.put(half + half, ++id);
      }
      merges.add(JSON.createArrayNode().add(half).add(half));
    }
    int longest = vocabulary.get("q".repeat(4_096)).intValue();
    int odd = vocabulary.get("q".repeat(1_024)).intValue();
    assertThat(open().encode("q".repeat(4_096))).containsExactly(longest);
    assertThat(open().encode("q".repeat(4_096 + 1_024))).containsExactly(longest, odd);
  }

  /** Whatever happens to a file, it is read or refused, and nothing else is thrown. */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    byte[] whole = JSON.writeValueAsBytes(root);
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int k = 0; k < 3 && bytes.length > 0; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      }
      try {
        ByteLevelJson.open(TokenizerJson.read("tok", bytes));
      } catch (BadInputException e) {
        assertThat(e.where()).startsWith("tok");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(150);
    String deep = "{\"normalizer\":" + "[".repeat(100_000);
    assertThatThrownBy(() -> TokenizerJson.read("tok", deep.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class);
  }

  private ObjectNode model() {
    return (ObjectNode) root.get("model");
  }

  private void refuses(String message) {
    assertThatThrownBy(this::open).isInstanceOf(BadInputException.class).hasMessage(message);
  }

  private Tokenizer open() throws IOException {
    return ByteLevelJson.open(TokenizerJson.read("tok", JSON.writeValueAsBytes(root)));
  }
}
