package ai.tidemark.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link SentencePieceBpe} against {@link NaiveSentencePiece} on random Unicode. */
final class SentencePieceDifferentialTest {
  private static final String[] LETTERS = {
    "a",
    "b",
    "c",
    "e",
    "A",
    "Z",
    "\u2581",
    "\u2581",
    "\n",
    ".",
    ",",
    "0",
    "1",
    "<",
    ">",
    "/",
    "\0",
    "\u00e9",
    "\u00df",
    "\u0436",
    "\u0438",
    "\u0940",
    "\u4e2d",
    "\u6587",
    "\u3042",
    "\uac00",
    "\uFFFD",
    "\ud83d\ude00",
    "\ud83c\udffd",
    "\u200d"
  };
  private static final List<String> USER =
      List.of("\n\n", "\n\n\n", "<b>", "</b>", "<a", "a<b", "\t", "  ", "   ", "\u4e2d<b>");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void byScoreAsLlamaCpp(boolean prefix, boolean ties) {
    Random random = new Random(prefix ? 17 : 18);
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary();
    v.addSpacePrefix = prefix;
    for (String token : tokens(random)) {
      v.add(token, TokenKind.NORMAL, ties ? random.nextInt(40) : -v.tokens.size());
    }
    for (String name : USER) {
      v.add(name, TokenKind.USER_DEFINED, -1e6f);
    }
    Map<String, Float> scores = new HashMap<>();
    for (int id = 256; id < v.tokens.size(); id++) {
      scores.put(v.tokens.get(id), v.scores.get(id));
    }
    NaiveSentencePiece naive =
        new NaiveSentencePiece(
            v.tokens, (a, b) -> -scores.getOrDefault(a + b, Float.NEGATIVE_INFINITY));
    SentencePieceBpe tokenizer = v.open(folder);
    for (int i = 0; i < 2_000; i++) {
      String text = text(random);
      assertEncodes(tokenizer, text, naive.longestFirst(text, USER, prefix ? " " : ""));
    }
  }

  @ParameterizedTest
  @CsvSource({"none", "prepend"})
  void byRankAsHuggingFace(String normalizer) {
    boolean prefix = normalizer.equals("prepend");
    Random random = new Random(prefix ? 19 : 20);
    List<String> vocabulary = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      vocabulary.add("<0x%02X>".formatted(b));
    }
    vocabulary.addAll(tokens(random));
    Map<String, Integer> ranks = new HashMap<>(); // "left right"
    for (int i = 0; i < 600; i++) {
      String left = vocabulary.get(256 + random.nextInt(vocabulary.size() - 256));
      String right = vocabulary.get(256 + random.nextInt(vocabulary.size() - 256));
      if ((left + right).codePointCount(0, (left + right).length()) <= 7) {
        if (!vocabulary.contains(left + right)) {
          vocabulary.add(left + right);
        }
        ranks.putIfAbsent(left + " " + right, ranks.size());
      }
    }
    USER.stream().filter(name -> !vocabulary.contains(name)).forEach(vocabulary::add);
    NaiveSentencePiece naive =
        new NaiveSentencePiece(
            vocabulary,
            (a, b) -> {
              Integer rank = ranks.get(a + " " + b);
              return rank == null ? Double.POSITIVE_INFINITY : rank;
            });
    Tokenizer tokenizer = open(vocabulary, ranks, prefix);
    for (int i = 0; i < 3_000; i++) {
      String text = text(random);
      assertEncodes(tokenizer, text, naive.leftmost(text, USER, prefix ? " " : ""));
    }
  }

  /** What is not UTF-8 counts as U+FFFD, wherever in a piece it stands. */
  @Test
  void brokenBytesAreReplaced() {
    Random random = new Random(21);
    GgufBytes.Vocabulary v = new GgufBytes.Vocabulary("\u2581", "a", "\u00e9", "a\u00e9");
    v.add("\u2581a", TokenKind.NORMAL, -1).add("\uFFFDa", TokenKind.NORMAL, -2);
    SentencePieceBpe tokenizer = v.open(folder);
    byte[] parts = {' ', 'a', 'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xE2, (byte) 0x96, (byte) 0x81};
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = new byte[8 + random.nextInt(24)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] =
            random.nextInt(6) == 0
                ? (byte) random.nextInt(256)
                : parts[random.nextInt(parts.length)];
      }
      TokenBuffer out = new TokenBuffer();
      out.add(7);
      tokenizer.encode(bytes, 3, bytes.length - 2, out);
      int[] expected =
          tokenizer.encode(new String(bytes, 3, bytes.length - 5, StandardCharsets.UTF_8));
      assertThat(out.get(0)).isEqualTo(7);
      assertThat(out.toArray()).endsWith(expected).hasSize(expected.length + 1);
    }
  }

  private static void assertEncodes(Tokenizer tokenizer, String text, List<Integer> expected) {
    assertThat(tokenizer.encode(text))
        .as(() -> text.codePoints().mapToObj(Integer::toHexString).toList().toString())
        .containsExactly(expected.stream().mapToInt(id -> id).toArray());
  }

  /** Some single characters, not all, and random longer ones. */
  private static Set<String> tokens(Random random) {
    Set<String> tokens = new LinkedHashSet<>();
    for (int i = 0; i < LETTERS.length; i++) {
      if (i % 7 != 5) {
        tokens.add(LETTERS[i]);
      }
    }
    while (tokens.size() < 400) {
      StringBuilder token = new StringBuilder();
      int n = 2 + random.nextInt(random.nextInt(8) == 0 ? 20 : 3);
      int alphabet = 4 + random.nextInt(LETTERS.length - 3); // mostly letters with letters
      for (int i = 0; i < n; i++) {
        token.append(LETTERS[random.nextInt(alphabet)]);
      }
      if (!USER.contains(token.toString())) {
        tokens.add(token.toString());
      }
    }
    return tokens;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int n = random.nextInt(random.nextInt(50) == 0 ? 400 : 40);
    int alphabet = 4 + random.nextInt(LETTERS.length - 3);
    while (n-- > 0) {
      switch (random.nextInt(12)) {
        case 0 -> text.append(USER.get(random.nextInt(USER.size())));
        case 1 -> text.append("abcab".repeat(random.nextInt(6)));
        case 2 -> text.append(' ');
        case 3 -> {
          int c = random.nextInt(random.nextBoolean() ? 0x3000 : 0x110000);
          text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
        }
        default -> text.append(LETTERS[random.nextInt(alphabet)]);
      }
    }
    return text.toString();
  }

  private Tokenizer open(List<String> vocabulary, Map<String, Integer> ranks, boolean prefix) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode file = mapper.createObjectNode().put("version", "1.0");
    ArrayNode added = file.putArray("added_tokens");
    for (String name : USER) {
      added
          .addObject()
          .put("id", vocabulary.indexOf(name))
          .put("content", name)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", false);
    }
    ObjectNode normalizer = file.putObject("normalizer").put("type", "Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    if (prefix) {
      steps.addObject().put("type", "Prepend").put("prepend", "\u2581");
    }
    ObjectNode replace = steps.addObject().put("type", "Replace");
    replace.putObject("pattern").put("String", " ");
    replace.put("content", "\u2581");
    ObjectNode model = file.putObject("model").put("type", "BPE").put("byte_fallback", true);
    ObjectNode ids = model.putObject("vocab");
    vocabulary.forEach(token -> ids.put(token, ids.size()));
    ArrayNode merges = model.putArray("merges");
    ranks.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> merges.addArray().add(left(e.getKey())).add(right(e.getKey())));
    return SentencePieceJson.open(
        TokenizerJson.read("test", file.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String left(String pair) {
    return pair.substring(0, pair.indexOf(' '));
  }

  private static String right(String pair) {
    return pair.substring(pair.indexOf(' ') + 1);
  }
}
